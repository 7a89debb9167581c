# The generated profile on a real engine: what it must refuse, and what node must be able to do.
check_PROGRAMS += tests/engine/seccomp-attack tests/engine/test_seccomp_engine
TESTS += tests/engine/test_seccomp_engine
EXTRA_DIST += tests/data/seccomp/exercise.mjs

# Static, and without a sanitizer: it runs in a container that has no library of the build.
tests_engine_seccomp_attack_SOURCES = tests/engine/seccomp-attack.c
tests_engine_seccomp_attack_CFLAGS = -std=gnu11 -Wall -Wextra -O2
tests_engine_seccomp_attack_LDFLAGS = -static
tests_engine_seccomp_attack_LDADD = -lpthread

tests_engine_test_seccomp_engine_SOURCES = tests/engine/test_seccomp_engine.c
tests_engine_test_seccomp_engine_CPPFLAGS = $(TEST_CPPFLAGS)
tests_engine_test_seccomp_engine_LDADD = libtestseccomp.a libenginetest.a $(TEST_LIBS)
