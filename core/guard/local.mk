libcore_a_SOURCES += core/guard/parse.c core/guard/parse.h core/guard/plan.c core/guard/plan.h \
	core/guard/wire.h

# Runs in containers that have no library of ours: static, and never with a sanitizer.
pkglibexec_PROGRAMS = ignite-guard
ignite_guard_SOURCES = core/guard/guard.c core/guard/parse.c core/guard/parse.h core/guard/wire.h
ignite_guard_CFLAGS = -std=gnu11 -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wvla -O2 -fPIE -fstack-protector-strong \
	-fno-sanitize=all
ignite_guard_LDFLAGS = -static-pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
ignite_guard_LDADD = -lpthread
