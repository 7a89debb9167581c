libcore_a_SOURCES += \
	core/preflight/access.c \
	core/preflight/ast.c \
	core/preflight/ast.h \
	core/preflight/audit.c \
	core/preflight/builtin-list.c \
	core/preflight/builtin-path.c \
	core/preflight/builtin-str.c \
	core/preflight/builtin.c \
	core/preflight/builtin.h \
	core/preflight/call.c \
	core/preflight/decode.c \
	core/preflight/decode.h \
	core/preflight/detect-call.c \
	core/preflight/detect-sink.c \
	core/preflight/detect-sink.h \
	core/preflight/detect.c \
	core/preflight/detect.h \
	core/preflight/eval-json.c \
	core/preflight/eval.c \
	core/preflight/eval.h \
	core/preflight/follow-param.c \
	core/preflight/follow-prop.c \
	core/preflight/follow.c \
	core/preflight/follow.h \
	core/preflight/hidden.c \
	core/preflight/hidden.h \
	core/preflight/interp.c \
	core/preflight/js.c \
	core/preflight/js.h \
	core/preflight/kind.c \
	core/preflight/kind.h \
	core/preflight/lock.c \
	core/preflight/manifest.c \
	core/preflight/manifest.h \
	core/preflight/operator.c \
	core/preflight/pjson.c \
	core/preflight/pjson.h \
	core/preflight/preflight.h \
	core/preflight/regex.c \
	core/preflight/regex.h \
	core/preflight/result.c \
	core/preflight/result.h \
	core/preflight/rules.c \
	core/preflight/rules.h \
	core/preflight/scan.c \
	core/preflight/scan.h \
	core/preflight/scope-pattern.c \
	core/preflight/scope-walk.h \
	core/preflight/scope.c \
	core/preflight/scope.h \
	core/preflight/shell.c \
	core/preflight/shell.h \
	core/preflight/sinks.c \
	core/preflight/sinks.h \
	core/preflight/supervise.c \
	core/preflight/supervise.h \
	core/preflight/value.c \
	core/preflight/value.h \
	core/preflight/wire.c \
	core/preflight/wire.h \
	core/preflight/words.c

# The parsers are generated C from pinned npm packages, compiled as they are: their
# warnings are not ours to mend. Objects go below the build folder, never beside them.
noinst_LIBRARIES += libparsers.a
libparsers_a_SOURCES =
libparsers_a_LIBADD = $(PARSER_OBJECTS)
libparsers_a_DEPENDENCIES = $(PARSER_OBJECTS)
PARSER_OBJECTS = parsers/core.o parsers/javascript.o parsers/javascript-scan.o \
	parsers/typescript.o parsers/typescript-scan.o parsers/tsx.o parsers/tsx-scan.o \
	parsers/bash.o parsers/bash-scan.o
CLEANFILES += $(PARSER_OBJECTS)
TS_CORE = $(PARSERS_DIR)/tree-sitter/vendor/tree-sitter/lib
TS_CPPFLAGS = -I$(TS_CORE)/include
PARSER_COMPILE = $(MKDIR_P) parsers && $(CC) -w -D_GNU_SOURCE $(CPPFLAGS) $(IG_CPPFLAGS) \
	$(IG_PARSER_CFLAGS) $(CFLAGS) -c -o $@

# A file that is there needs no rule; one that is not ends the build with the next step.
$(PARSERS_DIR)/%.c:
	@echo "error: the parser source $@ is missing: run ./bootstrap build, or give its folder with --with-parsers=DIR" >&2; exit 1

parsers/core.o: $(TS_CORE)/src/lib.c
	$(AM_V_CC)$(PARSER_COMPILE) -I$(TS_CORE)/include -I$(TS_CORE)/src $(TS_CORE)/src/lib.c
parsers/javascript.o: $(PARSERS_DIR)/tree-sitter-javascript/src/parser.c
	$(AM_V_CC)$(PARSER_COMPILE) -I$(<D) $<
parsers/javascript-scan.o: $(PARSERS_DIR)/tree-sitter-javascript/src/scanner.c
	$(AM_V_CC)$(PARSER_COMPILE) -I$(<D) $<
parsers/typescript.o: $(PARSERS_DIR)/tree-sitter-typescript/typescript/src/parser.c
	$(AM_V_CC)$(PARSER_COMPILE) -I$(<D) $<
parsers/typescript-scan.o: $(PARSERS_DIR)/tree-sitter-typescript/typescript/src/scanner.c
	$(AM_V_CC)$(PARSER_COMPILE) -I$(<D) $<
parsers/tsx.o: $(PARSERS_DIR)/tree-sitter-typescript/tsx/src/parser.c
	$(AM_V_CC)$(PARSER_COMPILE) -I$(<D) $<
parsers/tsx-scan.o: $(PARSERS_DIR)/tree-sitter-typescript/tsx/src/scanner.c
	$(AM_V_CC)$(PARSER_COMPILE) -I$(<D) $<
parsers/bash.o: $(PARSERS_DIR)/tree-sitter-bash/src/parser.c
	$(AM_V_CC)$(PARSER_COMPILE) -I$(<D) $<
parsers/bash-scan.o: $(PARSERS_DIR)/tree-sitter-bash/src/scanner.c
	$(AM_V_CC)$(PARSER_COMPILE) -I$(<D) $<
