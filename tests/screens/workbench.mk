check_PROGRAMS += tests/screens/test_workbench
TESTS += tests/screens/test_workbench
tests_screens_test_workbench_SOURCES = tests/screens/test_workbench.c
tests_screens_test_workbench_CPPFLAGS = $(TEST_CPPFLAGS)
tests_screens_test_workbench_LDADD = libtui.a $(TEST_LIBS) $(NCURSES_LIBS)
