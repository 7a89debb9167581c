check_PROGRAMS += tests/cli/json-get
tests_cli_json_get_SOURCES = tests/cli/json-get.c
tests_cli_json_get_LDADD = $(JANSSON_LIBS)
EXTRA_DIST += tests/cli/lib.sh

CLI_TESTS = \
	tests/cli/audit.sh \
	tests/cli/bad-input.sh \
	tests/cli/doctor.sh \
	tests/cli/policy.sh \
	tests/cli/policy-files.sh \
	tests/cli/run.sh \
	tests/cli/usage.sh
dist_check_SCRIPTS += $(CLI_TESTS)
TESTS += $(CLI_TESTS)
