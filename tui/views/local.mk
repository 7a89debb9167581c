libtui_a_SOURCES += \
	tui/views/app.c tui/views/app.h \
	tui/views/editor.c tui/views/editor.h \
	tui/views/findings.c \
	tui/views/help.c \
	tui/views/launch.c \
	tui/views/live.c \
	tui/views/model.c tui/views/model.h \
	tui/views/policy.c tui/views/policy-view.h \
	tui/views/policy-draw.c \
	tui/views/policy-edit.c \
	tui/views/policy-file.c \
	tui/views/policy-page.c \
	tui/views/policy-save.c \
	tui/views/services.c \
	tui/views/source.c tui/views/source.h \
	tui/views/views.h \
	tui/views/workbench.c tui/views/workbench.h
