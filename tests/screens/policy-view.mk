check_PROGRAMS += tests/screens/test_policy_view
TESTS += tests/screens/test_policy_view
tests_screens_test_policy_view_SOURCES = tests/screens/test_policy_view.c
tests_screens_test_policy_view_CPPFLAGS = $(TEST_CPPFLAGS)
tests_screens_test_policy_view_LDADD = libtui.a $(TEST_LIBS) $(NCURSES_LIBS)
