check_PROGRAMS += tests/unit/test_preflight
TESTS += tests/unit/test_preflight
tests_unit_test_preflight_SOURCES = tests/unit/test_preflight.c
tests_unit_test_preflight_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_preflight_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/data/evasion tests/data/honest
