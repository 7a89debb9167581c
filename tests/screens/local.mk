check_PROGRAMS += tests/screens/term-demo
tests_screens_term_demo_SOURCES = tests/screens/term-demo.c
tests_screens_term_demo_LDADD = libtui.a $(CORE_LIBS) $(NCURSES_LIBS) -lm
