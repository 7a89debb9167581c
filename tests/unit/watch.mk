check_PROGRAMS += tests/unit/test_watch tests/unit/test_logstore
TESTS += tests/unit/test_watch tests/unit/test_logstore
tests_unit_test_watch_SOURCES = tests/unit/test_watch.c
tests_unit_test_watch_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_watch_LDADD = $(TEST_LIBS)
tests_unit_test_logstore_SOURCES = tests/unit/test_logstore.c
tests_unit_test_logstore_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_logstore_LDADD = $(TEST_LIBS)
EXTRA_DIST += \
	tests/data/cgroup/hostile.tree tests/data/cgroup/hybrid.tree tests/data/cgroup/v1.tree \
	tests/data/cgroup/v2.tree tests/data/cgroup/v2-old.tree
