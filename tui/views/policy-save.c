#include "config.h"
#include "tui/views/policy-view.h"

#include <string.h>

enum { SHOWN_MAX = 6 /* changed lines in the question; the page behind it has all */ };

void ig_policy_save_drop(struct ig_policy_view *st)
{
	if (st->saving && st->saving == st->file)
		ig_policy_unfill(st->file);
	else
		ig_policy_file_free(st->saving);
	st->saving = NULL;
}

static void free_refs(struct ig_policy_ref *refs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(refs[i].name);
		free(refs[i].path);
	}
	free(refs);
}

/* The name of the policy with this name or path, where it can be named; NULL otherwise. */
static char *name_of(const char *spec)
{
	struct ig_policy_ref *refs;
	size_t n = ig_policy_names(&refs);
	char *name = NULL;

	for (size_t i = 0; i < n && spec && !name; i++)
		if (!strcmp(refs[i].name, spec) || !strcmp(refs[i].path, spec))
			name = ig_strdup(refs[i].name);
	free_refs(refs, n);
	return name;
}

/* "my-strict", or "my-strict-2" when that is there. Nothing the service says is in it. */
static char *free_name(const char *of)
{
	ig_auto_free char *stem = ig_asprintf("my-%s", strncmp(of, "my-", 3) ? of : of + 3);

	for (unsigned i = 1;; i++) {
		char *name = i > 1 ? ig_asprintf("%s-%u", stem, i) : ig_strdup(stem);
		ig_auto_free char *taken = name_of(name);

		if (!taken)
			return name;
		free(name);
	}
}

/* Is it the reviewer's file the policy came from? */
static bool is_own(const struct ig_policy_view *st, const char *text)
{
	ig_auto_free char *a = NULL, *b = NULL;

	if (!st->file)
		return false;
	if (!strcmp(text, ig_policy_file_path(st->file)))
		return true;
	a = name_of(text);
	b = name_of(ig_policy_file_path(st->file));
	return a && b && !strcmp(a, b);
}

static void saved(struct ig_policy_view *st)
{
	struct ig_model *m = st->model;
	ig_auto_free char *path = ig_strdup(ig_policy_file_path(st->saving));
	ig_auto_buf diff = IG_BUF_INIT(0);
	struct ig_policy *p;
	size_t lines = 0;

	ig_model_set_policy_spec(m, path);
	p = ig_policy_read_again(st);
	if (!p) {
		ig_model_say(m, "%s was written, but is not read back", path);
		return;
	}
	ig_policy_diff(st->policy, p, &diff, &lines);
	ig_policy_forget(st);
	ig_policy_take(st, p);
	ig_policy_file_find(st);
	ig_policy_page_close(&st->page);
	if (lines) /* its request was overruled by an edit, which is a layer above the file */
		ig_model_say(m, "saved and read again from %s; the service makes itself stricter "
				"in %zu", path, lines);
	else
		ig_model_say(m, "saved; the policy is now read from %s", path);
}

/* Somebody else wrote: what he changed, and what we would have. */
static void show_conflict(struct ig_policy_view *st, const struct ig_buf *disk)
{
	const struct ig_buf *was = ig_policy_file_original(st->saving);
	struct ig_buf *out =
	    ig_policy_page_begin(&st->page, "not saved: the file was changed underneath");

	ig_buf_adds(out, "== What changed on disk since it was read\n");
	if (!ig_policy_hunks(was, disk, out))
		ig_buf_adds(out, "it is gone, or came to be\n");
	ig_buf_adds(out, "\n== What this save would have changed\n");
	ig_policy_hunks(was, ig_policy_file_text(st->saving), out);
	ig_buf_adds(out, "\n== From what is on disk to what would have been saved\n");
	ig_policy_hunks(disk, ig_policy_file_text(st->saving), out);
	ig_buf_adds(out, "\nr reads the file again and keeps your edits on top; then w saves.\n");
	ig_policy_page_show(&st->page);
}

static void confirmed(struct ig_model *m, const char *text, void *user)
{
	struct ig_policy_view *st = user;
	ig_auto_buf disk = IG_BUF_INIT(0);
	ig_auto_buf all = IG_BUF_INIT(0);
	ig_err *err = NULL;

	(void)text;
	if (ig_policy_file_save(st->saving, &disk, &all, &err) == 0) {
		saved(st);
		return;
	}
	if (ig_err_code(err) == IG_E_CHANGED)
		show_conflict(st, &disk);
	ig_policy_save_drop(st);
	ig_model_fail(m, err);
}

/* The changed lines themselves, as many as fit into a question. */
static void add_changes(const struct ig_buf *hunks, struct ig_buf *out)
{
	size_t n = 0;

	for (const char *s = ig_buf_str(hunks); *s; s += strcspn(s, "\n"), s += *s == '\n') {
		if (*s != '+' && *s != '-')
			continue;
		if (n++ < SHOWN_MAX)
			ig_buf_printf(out, "%.*s\n", (int)strcspn(s, "\n"), s);
	}
	if (n > SHOWN_MAX)
		ig_buf_printf(out, "(%zu more lines; n, then read them all)\n", n - SHOWN_MAX);
}

/* The whole difference on a page, and the question over it. */
static void ask(struct ig_policy_view *st)
{
	const char *path = ig_policy_file_path(st->saving);
	struct ig_policy *base = ig_policy_new("audit", NULL);
	struct ig_buf *out = ig_policy_page_begin(
	    &st->page, "nothing is written yet; w asks again, Esc leaves");
	ig_auto_buf hunks = IG_BUF_INIT(0);
	ig_auto_buf detail = IG_BUF_INIT(0);
	size_t wider;

	ig_policy_hunks(
	    ig_policy_file_original(st->saving), ig_policy_file_text(st->saving), &hunks);
	ig_buf_printf(out, "== What changes in %s\n", path);
	ig_buf_adds(out, ig_buf_str(&hunks));
	ig_buf_adds(out, "\n== What is granted, against the base (the audit defaults)\n");
	wider = ig_policy_diff(base, st->policy, out, NULL);
	ig_policy_free(base);
	ig_policy_page_show(&st->page);
	ig_buf_printf(&detail, "%s\n", path);
	add_changes(&hunks, &detail);
	if (wider)
		ig_buf_printf(&detail, "%zu %s wider than the base.", wider,
		    wider == 1 ? "value is" : "values are");
	ig_model_quiet(st->model);
	ig_model_ask(st->model, "Write this file?", ig_buf_str(&detail), confirmed, st);
}

static void named(struct ig_model *m, const char *text, void *user)
{
	struct ig_policy_view *st = user;
	const char *from = ig_model_policy_spec(m);
	bool own = is_own(st, text);
	ig_auto_free char *extends = name_of(st->file ? ig_policy_file_path(st->file) : from);
	ig_err *err = NULL;

	ig_policy_save_drop(st);
	st->saving = own ? st->file : ig_policy_file_new(text, extends, &err);
	if (!st->saving) {
		ig_model_retry(m, err);
		return;
	}
	if (ig_policy_fill(st, st->saving, !own, &err) < 0) {
		ig_policy_save_drop(st);
		ig_model_fail(m, err);
	} else if (!ig_policy_file_changed(st->saving)) {
		ig_policy_save_drop(st);
		ig_model_say(m, "nothing to save: the file says what is in force");
	} else {
		ask(st);
	}
}

void ig_policy_save_begin(struct ig_policy_view *st)
{
	ig_auto_free char *name = NULL;

	if (!st->policy) {
		ig_model_say(st->model, "there is no valid policy to save");
		return;
	}
	if (st->saving && st->page.open) { /* the question was closed to read the page */
		ask(st);
		return;
	}
	name = st->file ? ig_strdup(ig_policy_file_path(st->file)) : free_name(st->policy->name);
	ig_model_prompt(st->model, "save as: ", name, named, st);
}
