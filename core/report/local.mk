# core/report
libcore_a_SOURCES += \
	core/report/audit-json.c \
	core/report/audit-text.c \
	core/report/common.c \
	core/report/policy-text.c \
	core/report/report.h core/report/report-priv.h \
	core/report/run-facts.c core/report/run-facts.h \
	core/report/run-json.c \
	core/report/run-text.c \
	core/report/sarif.c
