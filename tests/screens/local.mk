check_PROGRAMS += tests/screens/term-demo
tests_screens_term_demo_SOURCES = tests/screens/term-demo.c
tests_screens_term_demo_LDADD = libtui.a $(CORE_LIBS) $(NCURSES_LIBS) -lm

if HAVE_CMOCKA
if HAVE_VTERM
check_PROGRAMS += tests/screens/test_term_pty
TESTS += tests/screens/test_term_pty
tests_screens_test_term_pty_SOURCES = tests/screens/test_term_pty.c \
	tests/support/vt.c tests/support/vt.h
tests_screens_test_term_pty_CPPFLAGS = $(TEST_CPPFLAGS) $(VTERM_CFLAGS)
tests_screens_test_term_pty_LDADD = libtui.a $(TEST_LIBS) $(NCURSES_LIBS) $(VTERM_LIBS) -lutil
endif
endif
