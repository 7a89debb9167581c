check_PROGRAMS += tests/unit/test_widgets
TESTS += tests/unit/test_widgets
tests_unit_test_widgets_SOURCES = tests/unit/test_widgets.c
tests_unit_test_widgets_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_widgets_LDADD = libtui.a $(TEST_LIBS) $(NCURSES_LIBS) -lm
