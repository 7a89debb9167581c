/*
 * The table of language runtimes: what a service may name, and what its image is made of.
 * Adding a runtime is adding a row.
 */
#ifndef IG_SERVICE_RUNTIME_H
#define IG_SERVICE_RUNTIME_H

#include <stdbool.h>

#include "core/base/err.h"

struct ig_runtime {
	const char *name;     /* "node" */
	const char *version;  /* the major a service asks for: "20" */
	const char *image;    /* local tag: "ignite-tui/node:20" */
	const char *folder;   /* of the npm cache, first column of build-aux/npm-pins.tsv: "node-20" */
	const char *member;   /* the executable inside the package: "bin/node" */
	const char *baseline; /* seccomp baseline in policies/: "node" */
	const char *argv[6];  /* command before the entry file: {"/usr/local/bin/node"} */
	bool typescript;      /* runs .ts itself */
	bool preferred;	      /* of several versions of a name, the one meant when none is asked */
};

extern const struct ig_runtime ig_runtimes[];
extern const size_t ig_runtimes_n;

/* "node", "node@20", "node@20.12.0" -> the row that serves it. An unknown one is IG_E_INPUT with
 * the list of those known as the hint. */
const struct ig_runtime *ig_runtime_find(const char *spec, ig_err **err);
/* The row for a service that names no runtime: the preferred one that can run the entry file. */
const struct ig_runtime *ig_runtime_for_entry(const char *entry);
/* Can the runtime execute this file as it is? Goes by the name: TypeScript needs ->typescript. */
bool ig_runtime_runs(const struct ig_runtime *rt, const char *entry);

#endif
