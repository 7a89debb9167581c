ignite_tui_SOURCES += \
	tui/cli/cli.h \
	tui/cli/help.c \
	tui/cli/out.c \
	tui/cli/parse.c \
	tui/cli/table.c

# The man page is written by the table that the program parses with.
man_MANS = ignite-tui.1
CLEANFILES += ignite-tui.1
ignite-tui.1: ignite-tui$(EXEEXT)
	$(AM_V_GEN)./ignite-tui$(EXEEXT) --help=man >$@.tmp && mv $@.tmp $@
