/*
 * What this host and its engine can enforce and observe, line by line.
 *
 * The host's lines come from asking the kernel, the engine's from its own /version and /info.
 * Nothing is changed and nothing is started.
 */
#ifndef IG_SESSION_DOCTOR_H
#define IG_SESSION_DOCTOR_H

#include <jansson.h>

#include "core/base/err.h"

enum ig_doctor_state {
	IG_DOCTOR_OK,
	IG_DOCTOR_LIMITED, /* a contained run is possible, with less */
	IG_DOCTOR_MISSING, /* no contained run is possible */
};
const char *ig_doctor_state_name(enum ig_doctor_state s); /* "ok", "limited", "missing" */

struct ig_doctor_row {
	const char *what;
	enum ig_doctor_state state;
	char *found; /* may quote the engine: sanitize */
	char *todo;  /* what to do about it, or NULL */
};
struct ig_doctor {
	struct ig_doctor_row *row;
	size_t n, cap;
};

/* The lines of the kernel that this process runs on. */
void ig_doctor_host(struct ig_doctor *d);
/* The line of the engine's socket; `err` is what a call to it answered, NULL if all went well. */
void ig_doctor_socket(
    struct ig_doctor *d, const char *socket, const char *source, const ig_err *err);
/* The lines of an engine that answered. `images` is GET /images/json, may be NULL. */
void ig_doctor_engine(
    struct ig_doctor *d, const json_t *version, const json_t *info, const json_t *images);
/* The worst of all lines. */
enum ig_doctor_state ig_doctor_worst(const struct ig_doctor *d);
void ig_doctor_done(struct ig_doctor *d);

#endif
