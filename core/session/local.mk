libcore_a_SOURCES += \
	core/session/doctor.c core/session/doctor.h \
	core/session/session.c core/session/session.h core/session/session-priv.h \
	core/session/session-run.c
