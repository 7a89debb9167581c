check_PROGRAMS += tests/unit/test_tree
TESTS += tests/unit/test_tree
tests_unit_test_tree_SOURCES = tests/unit/test_tree.c
tests_unit_test_tree_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_tree_LDADD = $(TEST_LIBS)
