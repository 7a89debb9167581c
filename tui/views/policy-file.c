/* Between the policy of the session and the reviewer's file. */
#include "config.h"
#include "tui/views/policy-view.h"

#include <string.h>

static const char *base_name(const struct ig_policy_view *st)
{
	return st->model->session_opts.normal ? "normal" : "audit";
}

/* Shipped policies, what is gone and what is a service's own are no file of the reviewer's. */
void ig_policy_file_find(struct ig_policy_view *st)
{
	const char *spec = ig_model_policy_spec(st->model);

	ig_policy_save_drop(st);
	ig_policy_file_free(st->file);
	st->file = spec ? ig_policy_file_open(spec, NULL) : NULL;
}

static bool is_edit(const struct ig_pvalue *v)
{
	return v->source == IG_LAYER_EDIT || v->source == IG_LAYER_CLI;
}

static bool has(const struct ig_pvalue *v, const char *item)
{
	for (size_t i = 0; i < v->list_n; i++)
		if (!strcmp(v->list[i], item))
			return true;
	return false;
}

/* A list has no order; no item is in it twice. */
static bool same(enum ig_pkey key, const struct ig_pvalue *a, const struct ig_pvalue *b)
{
	if (!a->list_n || a->list_n != b->list_n)
		return ig_pvalue_same(key, a, b);
	for (size_t i = 0; i < a->list_n; i++)
		if (!has(b, a->list[i]))
			return false;
	return true;
}

void ig_policy_unfill(ig_policy_file *f)
{
	const struct ig_buf *was = ig_policy_file_original(f);

	ig_policy_file_replace(f, ig_buf_str(was), was->len, NULL);
}

/* The base with the file as it was read. */
static struct ig_policy *origin(const struct ig_policy_view *st, ig_err **err)
{
	const char *spec = ig_model_policy_spec(st->model);
	struct ig_policy *p = ig_policy_new(base_name(st), err);
	int r = 0;

	if (p && st->file) {
		ig_policy_unfill(st->file);
		r = ig_policy_file_apply(st->file, p, NULL, err);
	} else if (p && spec) {
		r = ig_policy_apply(p, spec, NULL, err);
	}
	if (r == 0)
		return p;
	ig_policy_free(p);
	return NULL;
}

static int put_edits(const struct ig_policy *from, struct ig_policy *to, ig_err **err)
{
	for (size_t k = 0; k < IG_P_N; k++) {
		ig_auto_free char *text = NULL;

		if (!is_edit(&from->v[k]))
			continue;
		text = ig_pvalue_text((enum ig_pkey)k, &from->v[k]);
		if (ig_policy_set(to, (enum ig_pkey)k, text, from->v[k].source, err) < 0)
			return -1;
	}
	return 0;
}

/* What the service made stricter, or its runtime settled, is no part of a file. */
static int check_shown(const struct ig_policy *shown, const struct ig_policy *p, ig_err **err)
{
	for (size_t k = 0; k < IG_P_N; k++) {
		if (shown->v[k].source == IG_LAYER_SERVICE || k == IG_P_BASELINE ||
		    same((enum ig_pkey)k, &shown->v[k], &p->v[k]))
			continue;
		ig_err_set(err, IG_E_CHANGED, "%s: the file says something else by now",
		    ig_policy_keys[k].path);
		ig_err_hint(err, "r reads it again and keeps your edits");
		return -1;
	}
	return 0;
}

struct ig_policy *ig_policy_wanted(const struct ig_policy_view *st, ig_err **err)
{
	struct ig_policy *p = origin(st, err);

	if (p && put_edits(st->policy, p, err) == 0 && check_shown(st->policy, p, err) == 0)
		return p;
	ig_policy_free(p);
	return NULL;
}

/* One pass over one base: `change` sets what differs, otherwise a difference is an error. */
static int pass(
    ig_policy_file *f, const struct ig_policy *want, const char *base, bool change, ig_err **err)
{
	struct ig_policy *now = ig_policy_new(base, err);
	int r = now ? ig_policy_file_apply(f, now, NULL, err) : -1;

	for (size_t i = 0; i < IG_P_N && r == 0; i++) {
		enum ig_pkey k = (enum ig_pkey)i;
		ig_auto_free char *text = NULL;

		if (same(k, &now->v[k], &want->v[k]))
			continue;
		text = ig_pvalue_text(k, &want->v[k]);
		if (change)
			r = ig_policy_file_set(f, k, text, err);
		else
			r = ig_err_set(err, IG_E_INTERNAL,
			    "%s: the file would not be read back as '%s'", ig_policy_keys[k].path,
			    text);
	}
	ig_policy_free(now);
	return r;
}

int ig_policy_fill(const struct ig_policy_view *st, ig_policy_file *f, bool alone, ig_err **err)
{
	struct ig_policy *want = ig_policy_wanted(st, err);
	int r = want ? 0 : -1;

	for (int change = 1; change >= 0 && r == 0; change--) {
		r = pass(f, want, base_name(st), change, err);
		if (r == 0 && alone)
			r = pass(f, want, "audit", change, err);
	}
	ig_policy_free(want);
	return r;
}

void ig_policy_take(struct ig_policy_view *st, struct ig_policy *p)
{
	ig_session_replace_policy(st->model->current, p);
	st->policy = p;
	st->model->changed = st->model->dirty = true;
}

struct ig_policy *ig_policy_read_again(struct ig_policy_view *st)
{
	const struct ig_service *s = ig_session_service(st->model->current);
	const char *spec = ig_model_policy_spec(st->model);
	struct ig_policy *p = ig_policy_new(base_name(st), NULL);
	ig_auto_buf all = IG_BUF_INIT(0);
	ig_auto_err err = NULL;
	struct ig_buf *out;

	if (p && (!spec || ig_policy_apply(p, spec, &all, &err) == 0) &&
	    (s->error || ig_policy_request(p, s, &err) == 0))
		return p;
	ig_policy_free(p);
	ig_model_quiet(st->model);
	out = ig_policy_page_begin(&st->page, "this file cannot be used; nothing has changed");
	ig_buf_adds(out, "== Every problem; the policy that was in force stays in force\n");
	ig_buf_adds(out, all.len ? ig_buf_str(&all) : ig_err_msg(err));
	if (!all.len && ig_err_hint_text(err))
		ig_buf_printf(out, "\n%s", ig_err_hint_text(err));
	ig_buf_adds(out, "\n\no opens the file in your editor, r reads it again, Esc leaves.\n");
	ig_policy_page_show(&st->page);
	return NULL;
}

static void adopt(struct ig_policy_view *st, struct ig_policy *p)
{
	ig_auto_buf diff = IG_BUF_INIT(0);
	size_t lines = 0;

	if (st->policy)
		ig_policy_diff(st->policy, p, &diff, &lines);
	ig_policy_forget(st);
	ig_policy_take(st, p);
	ig_policy_file_find(st);
	ig_policy_page_close(&st->page);
	ig_model_say(st->model, "read again: %zu %s", lines,
	    lines == 1 ? "value differs" : "values differ");
}

static void adopt_confirmed(struct ig_model *m, const char *text, void *user)
{
	struct ig_policy_view *st = user;

	(void)m;
	(void)text;
	adopt(st, IG_STEAL(st->taking));
}

/* In how many values is b wider than a, and wider than the base? */
static unsigned gains(const struct ig_policy *a, const struct ig_policy *b)
{
	unsigned n = 0;

	for (size_t i = 0; i < IG_P_N; i++) {
		enum ig_pkey k = (enum ig_pkey)i;

		n += ig_pvalue_cmp(k, &b->v[k], &a->v[k]) > 0 &&
		     ig_pvalue_cmp(k, &b->v[k], &b->base[k]) > 0;
	}
	return n;
}

void ig_policy_reload(struct ig_policy_view *st)
{
	struct ig_policy *p = ig_policy_read_again(st);
	ig_auto_buf detail = IG_BUF_INIT(0);
	ig_err *err = NULL;

	if (!p)
		return;
	if (st->policy && put_edits(st->policy, p, &err) < 0) {
		ig_policy_free(p);
		ig_model_fail(st->model, err);
		return;
	}
	if (!st->policy || !gains(st->policy, p)) {
		adopt(st, p);
		return;
	}
	ig_policy_diff(st->policy, p, &detail, NULL);
	ig_policy_free(st->taking);
	st->taking = p;
	ig_model_ask(st->model, "The file grants more than the base. Use it?", ig_buf_str(&detail),
	    adopt_confirmed, st);
}

static void editor_ended(struct ig_model *m, const ig_err *err, void *user)
{
	struct ig_policy_view *st = user;

	if (!m->current || m->current != st->session)
		return;
	ig_policy_reload(st);
	if (err)
		ig_model_fail(m, ig_err_copy(err));
}

void ig_policy_editor(struct ig_policy_view *st)
{
	const char *spec = ig_model_policy_spec(st->model);
	ig_policy_file *f;
	ig_err *err = NULL;

	if (!spec) {
		ig_model_say(st->model, "there is no file of yours behind it yet: w makes one");
		return;
	}
	f = ig_policy_file_open(spec, &err);
	if (!f) {
		ig_model_fail(st->model, err);
		return;
	}
	ig_model_edit_file(st->model, ig_policy_file_path(f), editor_ended, st);
	ig_policy_file_free(f);
}
