libcore_a_SOURCES += \
	core/service/snapshot.h \
	core/service/tree.c
