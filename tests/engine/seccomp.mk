# The generated profile on a real engine: what it must refuse, and what node must be able to do.
check_PROGRAMS += tests/engine/seccomp-attack tests/engine/test_guard_engine \
	tests/engine/test_seccomp_engine
TESTS += tests/engine/test_guard_engine tests/engine/test_seccomp_engine
check_LIBRARIES += libtestbox.a
libtestbox_a_SOURCES = tests/support/box.c tests/support/box.h
libtestbox_a_CPPFLAGS = $(TEST_CPPFLAGS)
EXTRA_DIST += tests/data/seccomp/exercise.mjs

# Static, and without a sanitizer: it runs in a container that has no library of the build.
tests_engine_seccomp_attack_SOURCES = tests/engine/seccomp-attack.c
tests_engine_seccomp_attack_CFLAGS = -std=gnu11 -Wall -Wextra -O2
tests_engine_seccomp_attack_LDFLAGS = -static
tests_engine_seccomp_attack_LDADD = -lpthread

tests_engine_test_seccomp_engine_SOURCES = tests/engine/test_seccomp_engine.c
tests_engine_test_seccomp_engine_CPPFLAGS = $(TEST_CPPFLAGS)
tests_engine_test_seccomp_engine_LDADD = libtestbox.a libtestseccomp.a libenginetest.a $(TEST_LIBS)

tests_engine_test_guard_engine_SOURCES = tests/engine/test_guard_engine.c
tests_engine_test_guard_engine_CPPFLAGS = $(TEST_CPPFLAGS)
tests_engine_test_guard_engine_LDADD = libtestbox.a libtestguard.a libtestseccomp.a libenginetest.a \
	$(TEST_LIBS)
