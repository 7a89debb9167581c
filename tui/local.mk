include tui/term/local.mk
include tui/widgets/local.mk
include tui/views/local.mk

bin_PROGRAMS += ignite-tui
ignite_tui_SOURCES = main.c tui/main.c tui/main.h
ignite_tui_CPPFLAGS = $(AM_CPPFLAGS) $(NCURSES_CFLAGS)
ignite_tui_LDADD = libtui.a $(CORE_LIBS) $(NCURSES_LIBS)
include tui/cli/local.mk
