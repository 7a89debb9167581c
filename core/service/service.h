/*
 * What a service is: a folder with service.yaml, a package.json, or a lone index file.
 *
 * Everything here comes from the untrusted folder. Files are opened beneath it without
 * following links; a broken service is still listed, with the error that says why.
 */
#ifndef IG_SERVICE_SERVICE_H
#define IG_SERVICE_SERVICE_H

#include <stdint.h>

#include "core/base/err.h"
#include "core/service/runtime.h"

enum ig_service_kind { IG_SERVICE_YAML, IG_SERVICE_PACKAGE, IG_SERVICE_INDEX };

struct ig_env_pair {
	char *name, *value;
	unsigned line, column;
};

/* The `preflight:` block of service.yaml, with Ignite's defaults. */
struct ig_thresholds {
	double memory_base_mb, memory_per_dependency_mb, memory_warn_ratio, memory_fail_ratio;
	uint64_t deps_info, deps_warn;
	double image_warn_mb, image_fail_mb;
	uint64_t timeout_min_ms, timeout_max_ms, cold_start_buffer_ms;
};

struct ig_service {
	char *name;   /* of service.yaml or package.json, else of the folder */
	char *path;   /* absolute */
	char *rel;    /* below the folder that was opened, "." for itself */
	enum ig_service_kind kind;
	char *manifest; /* "service.yaml", "package.json", "index.js": where it was read from */
	char *runtime_spec; /* as written: "node@20"; NULL when the file does not say */
	const struct ig_runtime *runtime; /* NULL when unknown or broken */
	char *entry;  /* relative to path */
	/* What the service asks for; 0 when it does not say. A request, never a grant. */
	uint64_t memory;     /* bytes */
	double cpu;	     /* CPUs */
	uint64_t timeout_ms;
	unsigned memory_line, cpu_line, timeout_line; /* in manifest; 0: not given */
	struct ig_env_pair *env;
	size_t env_n;
	struct ig_thresholds thresholds;
	ig_err *error; /* not NULL: it cannot be run; the rest is as far as it was read */
};

struct ig_service_list {
	struct ig_service **v;
	size_t n;
	size_t folders; /* looked into */
	char *truncated; /* why the search stopped early, or NULL */
};

/* Reads the service in folder `path`. A broken one is a result with ->error set; NULL only when
 * the folder itself cannot be opened or holds no service. */
struct ig_service *ig_service_load(const char *path, ig_err **err);
void ig_service_free(struct ig_service *s);

/* The folder of the service that this file is in or below, NULL if it is in none. The file need not
 * exist, its folder must. The caller frees. */
char *ig_service_around(const char *file);

enum { IG_DISCOVER_DEPTH = 6, IG_DISCOVER_FOLDERS = 20000, IG_DISCOVER_SERVICES = 2000 };

/* All services at or below `root`, sorted by rel. Does not look inside a service, node_modules,
 * hidden folders or other file systems; never follows links. Blocking, some ms per 200 services. */
int ig_service_discover(const char *root, struct ig_service_list *ret, ig_err **err);
void ig_service_list_done(struct ig_service_list *l);

#endif
