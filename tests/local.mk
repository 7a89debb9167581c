# Every test program speaks TAP (cmocka does with CMOCKA_MESSAGE_OUTPUT=TAP), so
# that the closing count is one of cases, not of programs.
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
AM_TESTS_ENVIRONMENT = CMOCKA_MESSAGE_OUTPUT=TAP; export CMOCKA_MESSAGE_OUTPUT; \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir; \
	IGNITE_TUI_DATADIR='$(abs_top_srcdir)'; export IGNITE_TUI_DATADIR;
TEST_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
TEST_LIBS = $(CORE_LIBS) $(CMOCKA_LIBS)

EXTRA_DIST += tests/data tests/services tests/fresh-machine.sh
dist_check_SCRIPTS += tests/check-docs.sh tests/check-layers.sh tests/check-npm-fetch.sh \
	tests/check-private-engine.sh tests/check-shell.sh tests/engine/check-samples.sh
TESTS += tests/check-docs.sh tests/check-layers.sh tests/check-npm-fetch.sh \
	tests/check-private-engine.sh tests/check-shell.sh tests/engine/check-samples.sh
include tests/bench/local.mk
include tests/cli/local.mk

if HAVE_CMOCKA
include tests/unit/base.mk
include tests/unit/corpus.mk
include tests/unit/engine.mk
include tests/unit/guard.mk
include tests/unit/json.mk
include tests/unit/plan.mk
include tests/unit/report.mk
include tests/unit/seccomp.mk
include tests/engine/engine.mk
include tests/engine/policy.mk
include tests/engine/run.mk
include tests/engine/seccomp.mk
include tests/engine/session.mk
include tests/unit/policy.mk
include tests/unit/service.mk
include tests/unit/snapshot.mk
include tests/unit/term.mk
include tests/unit/preflight.mk
include tests/unit/text.mk
include tests/unit/tree.mk
include tests/unit/watch.mk
include tests/unit/widgets.mk
include tests/unit/worker.mk
include tests/unit/yaml.mk
include tests/screens/golden.mk
include tests/screens/policy-view.mk
include tests/screens/workbench.mk
else
check-local:
	@echo 'The unit tests need cmocka. On Debian: apt-get install libcmocka-dev' \
		'(or run ./bootstrap check), then configure again.' >&2; exit 1
endif

include tests/fuzz/local.mk
include tests/screens/local.mk
