check_PROGRAMS += tests/unit/test_plan
TESTS += tests/unit/test_plan
tests_unit_test_plan_SOURCES = tests/unit/test_plan.c
tests_unit_test_plan_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_plan_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/data/plan

check_PROGRAMS += tests/unit/test_run_faults
TESTS += tests/unit/test_run_faults
tests_unit_test_run_faults_SOURCES = tests/unit/test_run_faults.c
tests_unit_test_run_faults_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_run_faults_LDADD = libruntest.a libenginetest.a $(TEST_LIBS)
