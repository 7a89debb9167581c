FUZZ_TARGETS += tests/fuzz/fuzz_preflight
tests_fuzz_fuzz_preflight_SOURCES = tests/fuzz/fuzz_preflight.c
tests_fuzz_fuzz_preflight_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_preflight_LDADD = $(FUZZ_LIBS)
