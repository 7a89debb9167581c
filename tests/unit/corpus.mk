check_PROGRAMS += tests/unit/test_corpus
TESTS += tests/unit/test_corpus
tests_unit_test_corpus_SOURCES = tests/unit/test_corpus.c tests/unit/scratch.h
tests_unit_test_corpus_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_corpus_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/data/evasion tests/data/honest doc/preflight.md
