/* Reading one file: the parser worker's main, and the same as a function for tests and fuzzing. */
#ifndef IG_PREFLIGHT_SCAN_H
#define IG_PREFLIGHT_SCAN_H

#include "core/preflight/kind.h"
#include "core/preflight/rules.h"

/* One file's bytes and where its findings go. */
struct ig_scan {
	const char *path;
	enum ig_file_kind kind;
	const char *src;
	size_t n;
	/* f is borrowed: rule, severity, confidence, positions, excerpt, value, message. */
	void (*found)(const struct ig_finding *f, void *user);
	void *user;
	/* The rest belongs to the scan. */
	size_t count;	     /* findings told */
	size_t dropped;
	bool whole;	     /* read without a gap */
	uint32_t *line;	     /* byte offsets of line starts; made when first asked for */
	size_t lines;
	unsigned depth; /* text evaluated inside text */
	size_t point;	/* where the next finding points, inside its span; SIZE_MAX: at its start */
};

enum {
	IG_SCAN_FINDINGS = 400, /* of one file */
	IG_SCAN_DEPTH = 3,
};

/* Reads s->src as s->kind says and tells findings in a fixed order. Sets s->whole. */
void ig_scan_file(struct ig_scan *s);

/* The main of a parser worker: jobs in, findings out (core/preflight/wire.h). */
int ig_scan_main(int sock, void *arg);

/* For the modules of the scan: one finding over src[start, end). value may be NULL; message is
 * printf-like. */
void ig_scan_tell(struct ig_scan *s, const struct ig_rule *rule, enum ig_severity severity,
    enum ig_confidence confidence, size_t start, size_t end, const char *value, const char *fmt, ...)
    __attribute__((format(printf, 8, 9)));

#endif
