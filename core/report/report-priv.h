/* What the writers share. */
#ifndef IG_REPORT_REPORT_PRIV_H
#define IG_REPORT_REPORT_PRIV_H

#include "core/report/report.h"

/* Appends neutralised text of at most `limit` columns (0: all of it). */
void ig_report_add(struct ig_buf *out, const char *s, unsigned flags, size_t limit);
/* "34.1M": at most 3 digits and one place, for reading; exact sizes come from ig_format_size. */
char *ig_report_size(uint64_t bytes);
/* A string or null. New reference. */
json_t *ig_report_string(const char *s);
/* {name, path, runtime, entry}. New reference. */
json_t *ig_report_service(const struct ig_service *s);
/* {digest, files, bytes}. New reference. */
json_t *ig_report_manifest(const struct ig_manifest *m);
/* A finding of the audit contract. New reference. */
json_t *ig_report_finding(const struct ig_finding *f);
/* Appends the object and a newline, and frees it. */
void ig_report_put(json_t *v, struct ig_buf *out);

#endif
