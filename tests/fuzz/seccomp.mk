FUZZ_TARGETS += tests/fuzz/fuzz_baseline tests/fuzz/fuzz_guard
tests_fuzz_fuzz_baseline_SOURCES = tests/fuzz/fuzz_baseline.c
tests_fuzz_fuzz_baseline_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_baseline_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_guard_SOURCES = tests/fuzz/fuzz_guard.c
tests_fuzz_fuzz_guard_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_guard_LDADD = $(FUZZ_LIBS)
