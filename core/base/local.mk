libcore_a_SOURCES += \
	core/base/buf.c core/base/buf.h \
	core/base/data.c core/base/data.h \
	core/base/err.c core/base/err.h \
	core/base/file.c core/base/file.h \
	core/base/json.c core/base/json.h \
	core/base/log.c core/base/log.h \
	core/base/loop.c core/base/loop.h \
	core/base/mem.c core/base/mem.h \
	core/base/scalar.c \
	core/base/text.c core/base/text.h core/base/text-table.h \
	core/base/worker.c core/base/worker.h \
	core/base/worker-box.c core/base/worker-box.h \
	core/base/yaml.c core/base/yaml.h
EXTRA_DIST += build-aux/text-table.pl
