check_LIBRARIES += libtestguard.a
libtestguard_a_SOURCES = tests/support/guard-test.c tests/support/guard-test.h
libtestguard_a_CPPFLAGS = $(TEST_CPPFLAGS)
check_PROGRAMS += tests/unit/test_guard
TESTS += tests/unit/test_guard
tests_unit_test_guard_SOURCES = tests/unit/test_guard.c
tests_unit_test_guard_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_guard_LDADD = libtestguard.a $(TEST_LIBS)
