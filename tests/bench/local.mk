EXTRA_DIST += tests/bench/lib.sh tests/bench/make-services.sh tests/bench/run.sh

EXTRA_PROGRAMS = tests/bench/bench-screen
tests_bench_bench_screen_SOURCES = tests/bench/bench-screen.c tests/support/vt.c tests/support/vt.h
tests_bench_bench_screen_CPPFLAGS = $(AM_CPPFLAGS) $(VTERM_CFLAGS)
tests_bench_bench_screen_LDADD = libtui.a $(CORE_LIBS) $(NCURSES_LIBS) $(VTERM_LIBS) -lutil

CLEANFILES += tests/bench/bench-screen

bench: ignite-tui tests/bench/bench-screen tests/bench/bench_launch
	top_builddir='$(abs_top_builddir)' $(top_srcdir)/tests/bench/run.sh
.PHONY: bench
