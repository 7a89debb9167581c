/*
 * Policy files as the reviewer wrote them: read, changed in place, compared, made.
 *
 * An edit keeps every byte that is not its own: comments, order, quotes, blank lines, line ends.
 * Nothing is written that would not be read back as the same policy with just that change, nor
 * over a file that is no longer what was read, nor into the folder of a service.
 */
#ifndef IG_POLICY_EDIT_H
#define IG_POLICY_EDIT_H

#include "core/policy/policy.h"

typedef struct ig_policy_file ig_policy_file;

/*
 * Reads a policy file for editing; `spec` is a path or the name of a reviewer's policy. Refused:
 * what is no regular file (a link too), a shipped policy (IG_E_INPUT with a hint), a file inside
 * a service. It may have problems; they must be gone when it is saved.
 */
ig_policy_file *ig_policy_file_open(const char *spec, ig_err **err);
/* A policy that does not exist yet: version, name and (unless NULL) extends, nothing else. `spec` is
 * a path, or a name for the reviewer's folder. Saving it fails if somebody was faster. */
ig_policy_file *ig_policy_file_new(const char *spec, const char *extends, ig_err **err);
void ig_policy_file_free(ig_policy_file *f);

const char *ig_policy_file_path(const ig_policy_file *f);
/* The text as it would be saved, and as it was read. Borrowed, until the next change. */
const struct ig_buf *ig_policy_file_text(const ig_policy_file *f);
const struct ig_buf *ig_policy_file_original(const ig_policy_file *f);
bool ig_policy_file_changed(const ig_policy_file *f);
/* Puts another text in its place: what $EDITOR left, or an earlier one (undo). */
int ig_policy_file_replace(ig_policy_file *f, const char *s, size_t n, ig_err **err);

/* Sets a key as the command line writes it ("128M", "a, b"); NULL takes the key out, so that the
 * policy that is extended says it. On -1 the text is unchanged. */
int ig_policy_file_set(ig_policy_file *f, enum ig_pkey key, const char *value, ig_err **err);

/* Applies the text as it would be saved, with what it extends, as ig_policy_apply() does a file. */
int ig_policy_file_apply(
    const ig_policy_file *f, struct ig_policy *p, struct ig_buf *ret_all, ig_err **err);

/*
 * Writes it, whole or not at all, with the mode and owner the file had. IG_E_CHANGED when the file
 * is no longer what was read: *ret_disk (if not NULL) then gets what it is now, for a comparison.
 * *ret_all gets every problem of an invalid text, as from ig_policy_apply().
 */
int ig_policy_file_save(
    ig_policy_file *f, struct ig_buf *ret_disk, struct ig_buf *ret_all, ig_err **err);

/* Open, set each "KEY.PATH=VALUE" ("KEY.PATH=" takes it out), save. */
int ig_policy_edit(const char *spec, const char *const *assignments, size_t n, struct ig_buf *ret_all,
    ig_err **err);

/* The text of a new policy: the audit defaults, a comment on each key with its bounds. */
void ig_policy_init_text(const char *name, struct ig_buf *out);
/* Writes that as NAME of the reviewer's folder, or as the file NAME if that is a path. It must not
 * exist. Returns the path, the caller's. */
char *ig_policy_init(const char *name, ig_err **err);

/* "resources.memory   256M -> 128M   tighter", a line for each value in which b is not a. Returns
 * in how many b is wider; *ret_lines (may be NULL) gets how many differ. */
size_t ig_policy_diff(
    const struct ig_policy *a, const struct ig_policy *b, struct ig_buf *out, size_t *ret_lines);

/* A line diff of two short texts, as "-line", "+line" and " line", for showing what a save changes. */
void ig_policy_text_diff(
    const char *a, size_t an, const char *b, size_t bn, struct ig_buf *out);

#endif
