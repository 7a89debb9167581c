/* Shared inside core/policy; not for other folders. */
#ifndef IG_POLICY_POLICY_PRIV_H
#define IG_POLICY_POLICY_PRIV_H

#include "core/base/yaml.h"
#include "core/policy/policy.h"

enum { IG_POLICY_CHAIN_MAX = 8, IG_POLICY_NAME_MAX = 63 };

/* check.c, for ig_pkey_info.check. */
int ig_check_endpoint(const char *s, ig_err **err);
int ig_check_path(const char *s, ig_err **err);
int ig_check_user(const char *s, ig_err **err);
int ig_check_name(const char *s, ig_err **err);
int ig_check_program(const char *s, ig_err **err);
int ig_check_syscall(const char *s, ig_err **err);

/* value.c */
void ig_pvalue_clear(struct ig_pvalue *v);
void ig_pvalue_copy(struct ig_pvalue *to, const struct ig_pvalue *from); /* `to` must be empty */
void ig_pvalue_assign(struct ig_pvalue *to, const struct ig_pvalue *from);
/* From the text of a scalar, or of a list as the command line writes it. ret must be empty; -1
 * leaves it so. Sets no provenance. */
int ig_pvalue_parse(enum ig_pkey key, const char *text, struct ig_pvalue *ret, ig_err **err);
bool ig_pvalue_has(const struct ig_pvalue *v, const char *item);
/* A scalar as YAML writes it, with quotes only where they are needed. */
void ig_policy_quote(const char *s, struct ig_buf *out);

/* Problems of files, collected and then told in order. */
struct ig_problem {
	size_t file; /* files in the order they were read */
	unsigned line, column;
	char *text; /* "FILE:LINE:COL: message" */
	char *hint; /* or NULL */
};
struct ig_problems {
	struct ig_problem *v;
	size_t n, cap, file;
};
/* The message is err's, which is taken over. */
void ig_problems_add(
    struct ig_problems *p, const char *file, unsigned line, unsigned column, ig_err *err);
/* As above, for a file that already stands in the message, or that has no position. */
void ig_problems_add_plain(struct ig_problems *p, ig_err *err);
/* 0 when there are none. Else -1: the first in err, all in *ret_all. Empties p. */
int ig_problems_finish(struct ig_problems *p, struct ig_buf *ret_all, ig_err **err);

/* One policy file: only what it says itself. */
struct ig_policy_doc {
	char *file; /* as messages and provenance name it */
	char *name; /* NULL when it does not say */
	char *extends;
	unsigned extends_line, extends_column;
	struct ig_pvalue v[IG_P_N]; /* .set where given; .file is not filled in */
};
void ig_policy_doc_done(struct ig_policy_doc *d);
#define ig_auto_policy_doc IG_CLEANUP(ig_policy_doc_done) struct ig_policy_doc
/* Reads the parsed file into d, whose ->file is set. What is wrong is added to pr. */
void ig_policy_doc_read(
    struct ig_policy_doc *d, const struct ig_ynode *root, struct ig_problems *pr);
/* The same from the file's bytes. */
void ig_policy_doc_parse(struct ig_policy_doc *d, const char *s, size_t n, struct ig_problems *pr);
/* A list or scalar at a node as the value of a key; what is wrong is added to pr. */
void ig_pvalue_read(enum ig_pkey key, const struct ig_ynode *n, const char *file,
    struct ig_pvalue *ret, struct ig_problems *pr);
/* "unknown key 'x'; did you mean 'y'?" */
void ig_policy_unknown_key(
    const char *file, const struct ig_ynode *k, const char *const *words, struct ig_problems *pr);

/* policy.c: sets a value from a layer below the one that has it now; see network.allow there. */
void ig_policy_put(struct ig_policy *p, enum ig_pkey key, const struct ig_pvalue *v);
void ig_policy_add_note(struct ig_policy *p, const char *file, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* policy.c: as ig_policy_apply for the file at `path`, but with this text in its place. */
int ig_policy_apply_text(struct ig_policy *p, const char *path, const struct ig_buf *text,
    struct ig_buf *ret_all, ig_err **err);

/* request.c: takes the text of an ignite.policy.yaml as the service's request. */
void ig_policy_request_text(
    struct ig_policy *p, const char *file, const struct ig_buf *b, struct ig_problems *pr);

/* edit-text.c: the text with one key set (v NULL: taken out). No promise that it means that: the
 * caller reads it back. `out` is only of use on 0. */
int ig_policy_edit_text(const char *file, const struct ig_buf *in, enum ig_pkey key,
    const struct ig_pvalue *v, struct ig_buf *out, ig_err **err);

/* names.c: is it meant as a path? As a name otherwise. */
bool ig_policy_is_path(const char *spec);
/* Is this file in the reviewer's own folder? */
bool ig_policy_is_reviewers(const char *path);
/* Where a policy of that name would be in the reviewer's folder. The caller's. */
char *ig_policy_new_path(const char *name, ig_err **err);

/* names.c: the path of a policy by name, the caller's; NULL: IG_E_NOT_FOUND with those known. The file
 * `but` (may be NULL) is passed over. */
char *ig_policy_find(const char *name, const char *but, bool *ret_shipped, ig_err **err);
/* Is this file one of the shipped ones? */
bool ig_policy_is_shipped(const char *path);
bool ig_policy_is_name(const char *s);

#endif
