#include "config.h"
#include "tui/views/policy-view.h"

#include <string.h>

static void clear(struct ig_policy **v, size_t *n)
{
	while (*n)
		ig_policy_free(v[--*n]);
}

static void push(struct ig_policy **v, size_t *n, struct ig_policy *p)
{
	if (*n == IG_POLICY_UNDO_MAX) {
		ig_policy_free(v[0]);
		memmove(v, v + 1, (IG_POLICY_UNDO_MAX - 1) * sizeof(*v));
		--*n;
	}
	v[(*n)++] = p;
}

void ig_policy_forget(struct ig_policy_view *st)
{
	clear(st->undo, &st->undo_n);
	clear(st->redo, &st->redo_n);
}

void ig_policy_undo(struct ig_policy_view *st)
{
	if (!st->undo_n) {
		ig_model_say(st->model, "nothing to undo");
		return;
	}
	push(st->redo, &st->redo_n, ig_policy_copy(st->policy));
	ig_policy_take(st, st->undo[--st->undo_n]);
	ig_model_say(st->model, "undone; U does it again");
}

void ig_policy_redo(struct ig_policy_view *st)
{
	if (!st->redo_n) {
		ig_model_say(st->model, "nothing was undone");
		return;
	}
	push(st->undo, &st->undo_n, ig_policy_copy(st->policy));
	ig_policy_take(st, st->redo[--st->redo_n]);
	ig_model_say(st->model, "done again; u undoes it");
}

static void apply(struct ig_policy_view *st, const char *text)
{
	struct ig_model *m = st->model;
	struct ig_policy *before = ig_policy_copy(st->policy);
	ig_err *err = NULL;

	if (ig_session_set(m->current, st->editing, text, IG_LAYER_EDIT, &err) < 0) {
		ig_policy_free(before);
		ig_model_fail(m, err);
		return;
	}
	push(st->undo, &st->undo_n, before);
	clear(st->redo, &st->redo_n);
	m->changed = true;
	ig_model_say(m, "%s is now %s; u undoes it, w saves", ig_policy_keys[st->editing].path,
	    text);
}

static void wider_confirmed(struct ig_model *m, const char *text, void *user)
{
	struct ig_policy_view *st = user;

	(void)m;
	(void)text;
	apply(st, st->wanted);
}

static void ask_wider(struct ig_policy_view *st, const struct ig_policy *p, const char *text)
{
	enum ig_pkey k = st->editing;
	ig_auto_free char *base = ig_pvalue_text(k, &p->base[k]);
	ig_auto_free char *value = ig_pvalue_text(k, &p->v[k]);
	ig_auto_free char *detail = ig_asprintf("%s: %s\nThe base grants %s.\n%s",
	    ig_policy_keys[k].path, value, base, ig_policy_keys[k].help);

	free(st->wanted);
	st->wanted = ig_strdup(text);
	ig_model_ask(st->model, "Grant more than the base?", detail, wider_confirmed, st);
}

/* Tries the value on a copy first, to see which way it goes: a wider one needs its own yes. */
static void edited(struct ig_model *m, const char *text, void *user)
{
	struct ig_policy_view *st = user;
	struct ig_policy *p = ig_policy_copy(st->policy);
	ig_err *err = NULL;

	if (ig_policy_set(p, st->editing, text, IG_LAYER_EDIT, &err) < 0)
		ig_model_retry(m, err);
	else if (ig_pvalue_cmp(st->editing, &p->v[st->editing], &p->base[st->editing]) > 0)
		ask_wider(st, p, text);
	else
		apply(st, text);
	ig_policy_free(p);
}

void ig_policy_edit_begin(struct ig_policy_view *st)
{
	ig_auto_free char *text = NULL;
	const char *choices;
	size_t i;

	if (!st->policy || !ig_list_selected(&st->list, &i))
		return;
	st->editing = (enum ig_pkey)i;
	text = ig_pvalue_text(st->editing, &st->policy->v[i]);
	choices = ig_policy_keys[i].choices;
	ig_model_prompt(st->model, choices ? "new value: (Tab chooses) " : "new value: ", text,
	    edited, st);
	st->model->prompt.choices = choices;
}
