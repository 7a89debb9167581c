libcore_a_SOURCES += \
	core/seccomp/arch.c core/seccomp/arch.h \
	core/seccomp/baseline.c core/seccomp/baseline.h \
	core/seccomp/hard.c core/seccomp/hard.h \
	core/seccomp/names.c core/seccomp/names.h \
	core/seccomp/profile.c core/seccomp/profile.h \
	core/seccomp/seccomp.h core/seccomp/write.c
