libcore_a_SOURCES += \
	core/policy/check.c \
	core/policy/doc.c \
	core/policy/edit.c core/policy/edit.h \
	core/policy/edit-text.c \
	core/policy/keys.c \
	core/policy/names.c \
	core/policy/policy.c core/policy/policy.h core/policy/policy-priv.h \
	core/policy/policy-json.c \
	core/policy/policy-text.c \
	core/policy/request.c \
	core/policy/value.c
