libcore_a_SOURCES += \
	core/session/session.h
