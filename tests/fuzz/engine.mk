FUZZ_TARGETS += tests/fuzz/fuzz_demux
tests_fuzz_fuzz_demux_SOURCES = tests/fuzz/fuzz_demux.c
tests_fuzz_fuzz_demux_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_demux_LDADD = $(FUZZ_LIBS)

FUZZ_TARGETS += tests/fuzz/fuzz_engine_json
tests_fuzz_fuzz_engine_json_SOURCES = tests/fuzz/fuzz_engine_json.c
tests_fuzz_fuzz_engine_json_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_engine_json_LDADD = $(FUZZ_LIBS)
