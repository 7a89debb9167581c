libcore_a_SOURCES += \
	core/watch/cgroup-priv.h \
	core/watch/cgroup-read.c \
	core/watch/cgroup.c \
	core/watch/logstore.c \
	core/watch/series.c \
	core/watch/watch.h
