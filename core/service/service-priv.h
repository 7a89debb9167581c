/* Shared by the readers of the three kinds of service; not for other folders. */
#ifndef IG_SERVICE_SERVICE_PRIV_H
#define IG_SERVICE_SERVICE_PRIV_H

#include "core/service/service.h"

enum { IG_PACKAGE_JSON_MAX = 1024 * 1024, IG_PACKAGE_JSON_DEPTH = 64, IG_ENTRY_MAX = 1024 };

/* The names of a lone entry file in the order node tries its own. NULL-ended. */
extern const char *const ig_service_index_names[];

/* Which manifest a folder has, -1 for none; *ret_name is static. A manifest that cannot be opened or
 * is a link counts: the reader then says what is wrong with it. */
int ig_service_kind_of(int dirfd, const char **ret_name);

/*
 * Reads the folder at dirfd as a service; the strings are copied. A broken service is a result
 * with ->error. NULL when it holds none: no manifest, or (unless `named`) a package.json that
 * names nothing to run, which is then no service but a folder of other things.
 */
struct ig_service *ig_service_load_at(int dirfd, const char *path, const char *rel, bool named);

/* Checks that `entry` is a regular file below dirfd, reached through no link, and takes it as
 * s->entry without a leading "./". */
int ig_service_set_entry(struct ig_service *s, int dirfd, const char *entry, ig_err **err);

/* Each fills s as far as it gets; -1 with the first error. */
int ig_service_read_yaml(struct ig_service *s, int dirfd, ig_err **err);
/* The same from the file's bytes; err must not be NULL. */
int ig_service_parse_yaml(
    struct ig_service *s, int dirfd, const char *text, size_t n, ig_err **err);
/* *ret_named: it says, or a file by convention says, what to run. */
int ig_service_read_package(struct ig_service *s, int dirfd, bool *ret_named, ig_err **err);

#endif
