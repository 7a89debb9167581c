libcore_a_SOURCES += \
	core/run/plan-docker.c \
	core/run/plan-env.c \
	core/run/plan-mounts.c \
	core/run/plan-priv.h \
	core/run/plan.c \
	core/run/run.h
