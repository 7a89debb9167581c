/* Telling the sinks of one file: calls, imports, variables of the environment. */
#ifndef IG_PREFLIGHT_DETECT_H
#define IG_PREFLIGHT_DETECT_H

#include "core/preflight/sinks.h"
#include "core/preflight/value.h"

/* What the file was seen to do: for the chains that are told at its end. */
struct ig_facts {
	uint32_t secret_read, net, exec, shell, decode, net_write, chmod_exec, env_dump, suspect_net;
	const char *net_file; /* where data from the network is written */
	const char *stream;   /* of the last write stream */
	const char *program;  /* the last one that was run by a constant name */
	const char *secret;
	uint32_t env_seen; /* distinct variables told */
	struct ig_env_seen {
		char name[64];
	} seen[64];
};

/* Everything a node can tell. */
void ig_detect_node(struct ig_js *j, uint32_t node);
/* What needs the whole file: destructured variables, chains, mangled names. */
void ig_detect_end(struct ig_js *j);

/* core/preflight/detect-call.c */
void ig_detect_call(struct ig_js *j, uint32_t node);
/* Importing a module by its name, at a node. */
void ig_detect_module(struct ig_js *j, uint32_t node, const char *name, unsigned taint);
/* Reads text that the file runs as code; what is found is told at `node`. */
void ig_detect_text(struct ig_js *j, uint32_t node, const char *code, size_t n);
/* A finding over a node, pointing at the part `point` of it (0: its start). */
void ig_detect_tell(struct ig_js *j, uint32_t node, uint32_t point, const struct ig_rule *rule,
    enum ig_severity severity, enum ig_confidence confidence, const char *value, const char *fmt, ...)
    __attribute__((format(printf, 8, 9)));
void ig_detect_env(struct ig_js *j, uint32_t node, const char *name, unsigned taint);

#endif
