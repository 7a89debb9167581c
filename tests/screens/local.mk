EXTRA_DIST += $(SHOTS) tests/screens/shots/widgets.keys
check_PROGRAMS += tests/screens/term-demo
tests_screens_term_demo_SOURCES = tests/screens/term-demo.c
tests_screens_term_demo_LDADD = libtui.a $(CORE_LIBS) $(NCURSES_LIBS) -lm

# One script per subject; those named widgets* are for a look at the drawing itself.
SHOTS = tests/screens/shots/workbench.keys

if HAVE_VTERM
EXTRA_PROGRAMS += tests/screens/shot
tests_screens_shot_SOURCES = tests/screens/shot.c tests/support/svg.c tests/support/svg.h \
	tests/support/vt.c tests/support/vt.h
tests_screens_shot_CPPFLAGS = $(AM_CPPFLAGS) $(VTERM_CFLAGS)
tests_screens_shot_LDADD = libtui.a $(CORE_LIBS) $(NCURSES_LIBS) $(VTERM_LIBS) -lutil
CLEANFILES += tests/screens/shot
endif

# REVIEW: the samples are shown from a folder with a short name. SHOTS_OUT: where the pictures
# go. Needs an engine in IGNITE_TEST_ENGINE, rsvg-convert (librsvg2-bin) and fonts-dejavu-core.
SHOTS_OUT = $(top_srcdir)/screenshots
REVIEW = /tmp/review
screenshots: ignite-tui tests/screens/term-demo tests/screens/shot
	$(AM_V_at)$(MKDIR_P) $(SHOTS_OUT) tests/screens/svg
	$(AM_V_at)test ! -e $(REVIEW) || { echo '$(REVIEW) is in the way' >&2; exit 1; }
	$(AM_V_at)cp -r $(top_srcdir)/tests/services $(REVIEW)
	$(AM_V_GEN)for s in $(SHOTS); do \
		$(AM_TESTS_ENVIRONMENT) REVIEW=$(REVIEW) ./tests/screens/shot $(top_srcdir)/$$s tests/screens/svg \
			|| exit 1; \
	done; \
	for f in tests/screens/svg/*.svg; do \
		rsvg-convert --zoom 1.5 "$$f" -o "$(SHOTS_OUT)/$$(basename "$$f" .svg).png" || exit 1; \
	done
	$(AM_V_at)rm -rf $(REVIEW)
.PHONY: screenshots
# One by one: the folder's name is that of the target.
EXTRA_DIST += screenshots/findings.png screenshots/hostile-log.png screenshots/launch.png \
	screenshots/live.png screenshots/policy.png screenshots/services.png
clean-local: clean-shots
clean-shots:
	rm -rf tests/screens/svg
.PHONY: clean-shots

if HAVE_CMOCKA
if HAVE_VTERM
check_PROGRAMS += tests/screens/test_term_pty
TESTS += tests/screens/test_term_pty
tests_screens_test_term_pty_SOURCES = tests/screens/test_term_pty.c \
	tests/support/vt.c tests/support/vt.h
tests_screens_test_term_pty_CPPFLAGS = $(TEST_CPPFLAGS) $(VTERM_CFLAGS)
tests_screens_test_term_pty_LDADD = libtui.a $(TEST_LIBS) $(NCURSES_LIBS) $(VTERM_LIBS) -lutil

check_PROGRAMS += tests/screens/test_workbench_pty
TESTS += tests/screens/test_workbench_pty
tests_screens_test_workbench_pty_SOURCES = tests/screens/test_workbench_pty.c \
	tests/support/vt.c tests/support/vt.h
tests_screens_test_workbench_pty_CPPFLAGS = $(TEST_CPPFLAGS) $(VTERM_CFLAGS)
tests_screens_test_workbench_pty_LDADD = libtui.a $(TEST_LIBS) $(NCURSES_LIBS) $(VTERM_LIBS) -lutil
endif
endif
.PHONY: golden
