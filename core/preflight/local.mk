# The parsers are generated C from pinned npm packages, compiled as they are:
# their warnings are not ours to mend.
noinst_LIBRARIES += libparsers.a
libparsers_a_SOURCES =
