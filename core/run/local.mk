libcore_a_SOURCES += \
	core/run/clean.c \
	core/run/image-elf.c \
	core/run/image-priv.h \
	core/run/image-tar.c \
	core/run/image.c \
	core/run/plan-docker.c \
	core/run/plan-env.c \
	core/run/plan-mounts.c \
	core/run/plan-priv.h \
	core/run/plan.c \
	core/run/run-end.c \
	core/run/run-event.c \
	core/run/run-priv.h \
	core/run/run-steps.c \
	core/run/run-watch.c \
	core/run/run.c \
	core/run/run.h
