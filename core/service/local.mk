libcore_a_SOURCES += \
	core/service/discover.c \
	core/service/runtime.c core/service/runtime.h \
	core/service/service.c core/service/service.h core/service/service-priv.h \
	core/service/service-package.c \
	core/service/service-yaml.c \
	core/service/snapshot.c core/service/snapshot.h core/service/snapshot-priv.h \
	core/service/snapshot-work.c \
	core/service/tree.c
