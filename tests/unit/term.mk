check_PROGRAMS += tests/unit/test_term
TESTS += tests/unit/test_term
tests_unit_test_term_SOURCES = tests/unit/test_term.c
tests_unit_test_term_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_term_LDADD = libtui.a $(TEST_LIBS) $(NCURSES_LIBS) -lm
