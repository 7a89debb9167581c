libcore_a_SOURCES += \
	core/engine/api-container.c \
	core/engine/api-image.c \
	core/engine/api-system.c \
	core/engine/decode.c \
	core/engine/engine.c core/engine/engine.h core/engine/engine-priv.h \
	core/engine/events.c \
	core/engine/failure.c \
	core/engine/frames.c \
	core/engine/locate.c \
	core/engine/request.c \
	core/engine/transport.c
