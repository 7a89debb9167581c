libtui_a_SOURCES += \
	tui/widgets/bar.c tui/widgets/bar.h \
	tui/widgets/graph.c tui/widgets/graph.h \
	tui/widgets/layout.c tui/widgets/layout.h \
	tui/widgets/list.c tui/widgets/list.h \
	tui/widgets/pager.c tui/widgets/pager.h \
	tui/widgets/prompt.c tui/widgets/prompt.h \
	tui/widgets/scroll.c tui/widgets/scroll.h \
	tui/widgets/view.h
