check_PROGRAMS += tests/screens/test_golden
TESTS += tests/screens/test_golden
tests_screens_test_golden_SOURCES = tests/screens/test_golden.c
tests_screens_test_golden_CPPFLAGS = $(TEST_CPPFLAGS)
tests_screens_test_golden_LDADD = libtui.a $(TEST_LIBS) $(NCURSES_LIBS)
EXTRA_DIST += tests/screens/golden

# Keeps the screens as they are drawn now.
golden: tests/screens/test_golden
	$(AM_V_GEN)$(AM_TESTS_ENVIRONMENT) IGNITE_UPDATE_GOLDEN=1 ./tests/screens/test_golden
