check_PROGRAMS += tests/unit/test_policy
TESTS += tests/unit/test_policy
tests_unit_test_policy_SOURCES = tests/unit/test_policy.c tests/unit/policy.h tests/unit/scratch.h
tests_unit_test_policy_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_policy_LDADD = $(TEST_LIBS)

check_PROGRAMS += tests/unit/test_policy_edit
TESTS += tests/unit/test_policy_edit
tests_unit_test_policy_edit_SOURCES = tests/unit/test_policy_edit.c tests/unit/policy.h tests/unit/scratch.h
tests_unit_test_policy_edit_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_policy_edit_LDADD = $(TEST_LIBS)

check_PROGRAMS += tests/unit/test_policy_random
TESTS += tests/unit/test_policy_random
tests_unit_test_policy_random_SOURCES = tests/unit/test_policy_random.c tests/unit/policy.h tests/unit/scratch.h
tests_unit_test_policy_random_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_policy_random_LDADD = $(TEST_LIBS)

check_PROGRAMS += tests/unit/test_policy_request
TESTS += tests/unit/test_policy_request
tests_unit_test_policy_request_SOURCES = tests/unit/test_policy_request.c tests/unit/policy.h tests/unit/scratch.h
tests_unit_test_policy_request_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_policy_request_LDADD = $(TEST_LIBS)

EXTRA_DIST += tests/data/policy
