# Fuzz targets. One target is one file, fuzz_NAME.c, with LLVMFuzzerTestOneInput(), its seeds in
# corpus/NAME/, and a fragment NAME.mk of this form, included below:
#
#	FUZZ_TARGETS += tests/fuzz/fuzz_NAME
#	tests_fuzz_fuzz_NAME_SOURCES = tests/fuzz/fuzz_NAME.c
#	tests_fuzz_fuzz_NAME_LDFLAGS = $(FUZZ_LINK)
#	tests_fuzz_fuzz_NAME_LDADD = $(FUZZ_LIBS)
#
# With --enable-fuzzing (clang) each is a libFuzzer binary: `make fuzz FUZZ_SECONDS=600`. In every
# other build the same file is linked with replay.c and runs its seeds and mutants of them in
# `make check`.
# A dictionary of the input's words is dict/NAME.dict.
FUZZ_TARGETS =
EXTRA_DIST += tests/fuzz/corpus tests/fuzz/dict

if FUZZING
FUZZ_LINK = $(AM_LDFLAGS) -fsanitize=fuzzer
FUZZ_LIBS = $(CORE_LIBS)
noinst_PROGRAMS += $(FUZZ_TARGETS)

FUZZ_SECONDS = 60
fuzz: $(FUZZ_TARGETS)
	@for t in $(FUZZ_TARGETS); do \
		name=$${t##*/fuzz_}; new=tests/fuzz/found/$$name; $(MKDIR_P) "$$new"; \
		echo "$$name: $(FUZZ_SECONDS) seconds"; \
		dict=$(top_srcdir)/tests/fuzz/dict/$$name.dict; \
		./$$t $$(test -f "$$dict" && echo "-dict=$$dict") -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 \
			-print_final_stats=1 -verbosity=0 -artifact_prefix="$$new/" \
			"$$new" $(top_srcdir)/tests/fuzz/corpus/$$name || exit 1; \
	done
else
FUZZ_LINK = $(AM_LDFLAGS)
FUZZ_LIBS = libreplay.a $(CORE_LIBS)
check_LIBRARIES += libreplay.a
libreplay_a_SOURCES = tests/fuzz/replay.c
check_PROGRAMS += $(FUZZ_TARGETS)
TESTS += $(FUZZ_TARGETS)
fuzz:
	@echo 'configure with CC=clang --enable-fuzzing first' >&2; exit 1
endif
.PHONY: fuzz

include tests/fuzz/engine.mk
include tests/fuzz/preflight.mk
include tests/fuzz/run.mk
include tests/fuzz/seccomp.mk
include tests/fuzz/text.mk
include tests/fuzz/yaml.mk
