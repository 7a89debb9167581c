check_PROGRAMS += tests/unit/test_json
TESTS += tests/unit/test_json
tests_unit_test_json_SOURCES = tests/unit/test_json.c
tests_unit_test_json_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_json_LDADD = $(TEST_LIBS)
