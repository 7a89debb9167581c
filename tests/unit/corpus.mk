EXTRA_DIST += tests/data/evasion tests/data/honest
