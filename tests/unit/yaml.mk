check_PROGRAMS += tests/unit/test_yaml
TESTS += tests/unit/test_yaml
tests_unit_test_yaml_SOURCES = tests/unit/test_yaml.c
tests_unit_test_yaml_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_yaml_LDADD = $(TEST_LIBS)
