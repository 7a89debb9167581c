check_PROGRAMS += tests/unit/test_snapshot
TESTS += tests/unit/test_snapshot
tests_unit_test_snapshot_SOURCES = tests/unit/test_snapshot.c
tests_unit_test_snapshot_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_snapshot_LDADD = $(TEST_LIBS)
