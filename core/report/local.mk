# core/report
