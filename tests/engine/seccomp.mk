check_PROGRAMS += tests/engine/seccomp-profile
tests_engine_seccomp_profile_SOURCES = tests/engine/seccomp-profile.c
tests_engine_seccomp_profile_CPPFLAGS = $(TEST_CPPFLAGS)
tests_engine_seccomp_profile_LDADD = libtestseccomp.a $(TEST_LIBS)
