/*
 * The records that travel between the processes of an audit: a parser worker to the supervisor,
 * the supervisor to us. Little-endian fields, strings with their length, several records to a
 * packet. A reader trusts none of it: every length is checked, every number bounded.
 */
#ifndef IG_PREFLIGHT_WIRE_H
#define IG_PREFLIGHT_WIRE_H

#include "core/base/buf.h"
#include "core/preflight/preflight.h"

enum ig_wire_type {
	IG_WIRE_JOB = 1,  /* supervisor to worker: kind, size, path; a descriptor comes with it */
	IG_WIRE_FINDING,  /* worker: one finding; the supervisor puts the path before it */
	IG_WIRE_DONE,	  /* worker: the job is done; was the file analysed whole? */
	IG_WIRE_ENTRY,	  /* supervisor: a file or folder of the manifest */
	IG_WIRE_SKIP,	  /* supervisor: a path that was left out, and why */
	IG_WIRE_FILE,	  /* supervisor: the findings that follow are of this path */
	IG_WIRE_PARSED,	  /* supervisor: the file of the last FILE record was analysed whole */
	IG_WIRE_PROGRESS, /* supervisor */
	IG_WIRE_FAILED,	  /* supervisor: the audit cannot go on; a sentence */
	IG_WIRE_END,	  /* supervisor: all is sent */
};

enum {
	IG_WIRE_EXCERPT = 400,
	IG_WIRE_VALUE = 2000,
	IG_WIRE_MESSAGE = 600,
};

struct ig_wire_reader {
	const unsigned char *p;
	size_t left;
	bool bad; /* something did not fit: all that is read from then on is zero */
};

void ig_wire_u8(struct ig_buf *b, unsigned v);
void ig_wire_u32(struct ig_buf *b, uint32_t v);
void ig_wire_u64(struct ig_buf *b, uint64_t v);
/* At most max bytes of s; NULL travels as NULL. */
void ig_wire_str(struct ig_buf *b, const char *s, size_t max);
void ig_wire_mem(struct ig_buf *b, const void *p, size_t n);

unsigned ig_wire_get_u8(struct ig_wire_reader *r);
uint32_t ig_wire_get_u32(struct ig_wire_reader *r);
uint64_t ig_wire_get_u64(struct ig_wire_reader *r);
/* A new string (the caller frees), NULL when it was NULL; longer than max or holding a NUL is bad. */
char *ig_wire_get_str(struct ig_wire_reader *r, size_t max);
void ig_wire_get_mem(struct ig_wire_reader *r, void *p, size_t n);

/* A finding without file and package. */
void ig_wire_put_finding(struct ig_buf *b, const struct ig_finding *f);
/* 0, or -1 when the record is bad. What it fills is the caller's. */
int ig_wire_get_finding(struct ig_wire_reader *r, struct ig_finding *ret);
/* Skips one finding record's body; for who only passes them on. */
int ig_wire_skip_finding(struct ig_wire_reader *r);

#endif
