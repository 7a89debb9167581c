# The screen: libtui is the terminal layer and the widgets, for the program and the tests.
noinst_LIBRARIES += libtui.a
libtui_a_CPPFLAGS = $(AM_CPPFLAGS) $(NCURSES_CFLAGS)
libtui_a_SOURCES = \
	tui/term/cell.c tui/term/cell.h \
	tui/term/decode.c tui/term/decode.h \
	tui/term/event.c tui/term/event.h \
	tui/term/glyph.c tui/term/glyph.h \
	tui/term/guard.c tui/term/guard.h \
	tui/term/keys.c tui/term/keys.h \
	tui/term/pen.c \
	tui/term/term-curses.c tui/term/term-curses.h \
	tui/term/term-mem.c \
	tui/term/term-priv.h \
	tui/term/term-real.c \
	tui/term/term.c tui/term/term.h \
	tui/term/theme.c tui/term/theme.h \
	tui/term/tty.c tui/term/tty.h
