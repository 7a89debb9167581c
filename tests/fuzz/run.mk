FUZZ_TARGETS += tests/fuzz/fuzz_elf tests/fuzz/fuzz_log

tests_fuzz_fuzz_elf_SOURCES = tests/fuzz/fuzz_elf.c
tests_fuzz_fuzz_elf_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_elf_LDADD = $(FUZZ_LIBS)

tests_fuzz_fuzz_log_SOURCES = tests/fuzz/fuzz_log.c
tests_fuzz_fuzz_log_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_log_LDADD = $(FUZZ_LIBS)
