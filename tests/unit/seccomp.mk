check_LIBRARIES += libtestseccomp.a
libtestseccomp_a_SOURCES = tests/support/bpf-sim.c tests/support/bpf-sim.h \
	tests/support/seccomp-policy.c tests/support/seccomp-policy.h
check_PROGRAMS += tests/unit/test_seccomp tests/unit/test_seccomp_baseline
TESTS += tests/unit/test_seccomp tests/unit/test_seccomp_baseline
tests_unit_test_seccomp_SOURCES = tests/unit/test_seccomp.c
tests_unit_test_seccomp_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_seccomp_LDADD = libtestseccomp.a $(TEST_LIBS)
tests_unit_test_seccomp_baseline_SOURCES = tests/unit/test_seccomp_baseline.c
tests_unit_test_seccomp_baseline_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_seccomp_baseline_LDADD = libtestseccomp.a $(TEST_LIBS)
