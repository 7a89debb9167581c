check_PROGRAMS += tests/engine/test_session
TESTS += tests/engine/test_session
tests_engine_test_session_SOURCES = tests/engine/test_session.c tests/unit/scratch.h
tests_engine_test_session_CPPFLAGS = $(TEST_CPPFLAGS)
tests_engine_test_session_LDADD = libenginetest.a $(TEST_LIBS)
