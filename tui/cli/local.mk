ignite_tui_CPPFLAGS += -DPARSERS_DIR='"$(PARSERS_DIR)"'
ignite_tui_SOURCES += \
	tui/cli/cli.h \
	tui/cli/cmd-audit.c \
	tui/cli/cmd-clean.c \
	tui/cli/cmd-doctor.c \
	tui/cli/cmd-images.c \
	tui/cli/cmd-policy.c \
	tui/cli/cmd-policy-show.c \
	tui/cli/cmd-run.c \
	tui/cli/engine.c \
	tui/cli/help.c \
	tui/cli/live.c tui/cli/live.h \
	tui/cli/out.c \
	tui/cli/parse.c \
	tui/cli/table.c
