check_PROGRAMS += tests/engine/test_policy_keys
TESTS += tests/engine/test_policy_keys
tests_engine_test_policy_keys_SOURCES = tests/engine/test_policy_keys.c
tests_engine_test_policy_keys_CPPFLAGS = $(TEST_CPPFLAGS)
tests_engine_test_policy_keys_LDADD = libruntest.a libenginetest.a $(TEST_LIBS)
