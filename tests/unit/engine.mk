# The engine client without an engine, and against one that misbehaves on demand.
check_PROGRAMS += tests/unit/test_engine_locate tests/unit/test_engine_request \
	tests/unit/test_engine_stream tests/unit/test_engine_calls tests/unit/test_engine_faults
TESTS += tests/unit/test_engine_locate tests/unit/test_engine_request \
	tests/unit/test_engine_stream tests/unit/test_engine_calls tests/unit/test_engine_faults

check_LIBRARIES += libenginetest.a
libenginetest_a_SOURCES = \
	tests/support/engine-test.c tests/support/engine-test.h \
	tests/support/fake-engine.c tests/support/fake-engine.h

tests_unit_test_engine_locate_SOURCES = tests/unit/test_engine_locate.c
tests_unit_test_engine_locate_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_engine_locate_LDADD = $(TEST_LIBS)

tests_unit_test_engine_request_SOURCES = tests/unit/test_engine_request.c
tests_unit_test_engine_request_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_engine_request_LDADD = $(TEST_LIBS)

tests_unit_test_engine_stream_SOURCES = tests/unit/test_engine_stream.c
tests_unit_test_engine_stream_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_engine_stream_LDADD = $(TEST_LIBS)

tests_unit_test_engine_faults_SOURCES = tests/unit/test_engine_faults.c
tests_unit_test_engine_faults_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_engine_faults_LDADD = libenginetest.a $(TEST_LIBS)

tests_unit_test_engine_calls_SOURCES = tests/unit/test_engine_calls.c
tests_unit_test_engine_calls_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_engine_calls_LDADD = libenginetest.a $(TEST_LIBS)
