EXTRA_DIST += tests/bench/lib.sh tests/bench/make-services.sh tests/bench/run.sh

bench: ignite-tui
	top_builddir='$(abs_top_builddir)' $(top_srcdir)/tests/bench/run.sh
.PHONY: bench
