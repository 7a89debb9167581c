check_PROGRAMS += tests/unit/test_service
TESTS += tests/unit/test_service
tests_unit_test_service_SOURCES = tests/unit/test_service.c tests/unit/scratch.h
tests_unit_test_service_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_service_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/data/service
