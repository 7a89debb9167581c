/* What it will be allowed: asked, granted, and where each value comes from. */
#include "config.h"
#include "tui/views/views.h"

#include <string.h>

#include "tui/widgets/layout.h"
#include "tui/widgets/list.h"

enum { UNDO_MAX = 100 };

struct state {
	struct ig_list list;
	struct ig_model *model;
	const struct ig_policy *policy; /* of the session; may be NULL */
	const ig_session *session;
	struct ig_policy *undo[UNDO_MAX]; /* the policy before each edit, oldest first */
	size_t undo_n;
	enum ig_pkey editing;
	char *wanted; /* a wider value that waits for its yes */
	struct ig_rect rect;
};

static size_t count(const void *user)
{
	return ((const struct state *)user)->policy ? IG_P_N : 0;
}

static uint64_t id(const void *user, size_t i)
{
	(void)user;
	return i + 1;
}

static void value_text(enum ig_pkey k, const struct ig_pvalue *v, struct ig_buf *out)
{
	ig_auto_free char *s = ig_pvalue_text(k, v);

	ig_buf_adds(out, s);
}

static enum ig_role get_key(const void *user, size_t i, struct ig_buf *out)
{
	(void)user;
	ig_buf_adds(out, ig_policy_keys[i].path);
	return IG_R_NORMAL;
}

static enum ig_role get_asked(const void *user, size_t i, struct ig_buf *out)
{
	const struct ig_policy *p = ((const struct state *)user)->policy;
	enum ig_pkey k = (enum ig_pkey)i;

	if (!p->asked[i].set) {
		ig_buf_adds(out, "-");
		return IG_R_MUTED;
	}
	value_text(k, &p->asked[i], out);
	return ig_policy_not_granted(p, k) ? IG_R_WARN : IG_R_NORMAL;
}

static enum ig_role get_granted(const void *user, size_t i, struct ig_buf *out)
{
	const struct ig_policy *p = ((const struct state *)user)->policy;
	enum ig_pkey k = (enum ig_pkey)i;
	int d = ig_pvalue_cmp(k, &p->v[i], &p->base[i]);

	value_text(k, &p->v[i], out);
	if (d > 0)
		ig_buf_adds(out, "  wider");
	else if (d < 0)
		ig_buf_adds(out, "  tighter");
	return d > 0 ? IG_R_DENIED : d < 0 ? IG_R_OK : IG_R_NORMAL;
}

static enum ig_role get_source(const void *user, size_t i, struct ig_buf *out)
{
	const struct ig_policy *p = ((const struct state *)user)->policy;
	ig_auto_free char *s = ig_pvalue_source((enum ig_pkey)i, &p->v[i]);

	ig_buf_adds(out, s);
	return p->v[i].source == IG_LAYER_BUILTIN ? IG_R_MUTED : IG_R_CHANGED;
}

static enum ig_role get_enforced(const void *user, size_t i, struct ig_buf *out)
{
	(void)user;
	ig_buf_adds(out, ig_policy_keys[i].enforced_by);
	return IG_R_MUTED;
}

static const struct ig_column columns[] = {
    {.title = "setting", .width = 21, .get = get_key},
    {.title = "asked", .width = 10, .flex = 1, .get = get_asked},
    {.title = "granted", .width = 18, .flex = 2, .get = get_granted},
    {.title = "from", .width = 14, .flex = 1, .align = IG_ALIGN_KEEP_END, .get = get_source},
    {.title = "enforced by", .width = 24, .flex = 2, .hide_below = 110, .get = get_enforced},
    {0},
};

static const struct ig_list_ops ops = {
    .columns = columns, .count = count, .id = id, .empty = "the policy could not be read"};

static void init(void *state, void *model)
{
	struct state *st = state;

	st->model = model;
	ig_list_init(&st->list, &ops, st);
}

static void drop_undo(struct state *st)
{
	while (st->undo_n)
		ig_policy_free(st->undo[--st->undo_n]);
}

static void done(void *state)
{
	struct state *st = state;

	drop_undo(st);
	free(st->wanted);
	ig_list_done(&st->list);
}

static void refresh(void *state, void *model)
{
	struct state *st = state;
	const struct ig_model *m = model;

	if (st->session != m->current) { /* another service: another history */
		drop_undo(st);
		st->session = m->current;
	}
	st->policy = m->current ? ig_session_policy(m->current) : NULL;
	ig_list_sync(&st->list, st);
}

static void draw_header(const struct state *st, struct ig_cells *c, struct ig_rect r)
{
	const struct ig_policy *p = st->policy;
	struct ig_pen pen = ig_pen(c, r);
	unsigned wider = 0, tighter = 0, refused = 0;

	for (size_t k = 0; k < IG_P_N; k++) {
		int d = ig_pvalue_cmp((enum ig_pkey)k, &p->v[k], &p->base[k]);

		wider += d > 0;
		tighter += d < 0;
		refused += ig_policy_not_granted(p, (enum ig_pkey)k);
	}
	ig_pen_lit(&pen, IG_R_TITLE, "Policy ");
	ig_pen_raws(&pen, IG_R_TITLE, p->name);
	ig_pen_litf(&pen, IG_R_MUTED, "  against its base: ");
	ig_pen_litf(&pen, tighter ? IG_R_OK : IG_R_MUTED, "%u tighter ", tighter);
	ig_pen_litf(&pen, wider ? IG_R_DENIED : IG_R_MUTED, "%u wider", wider);
	ig_pen_litf(&pen, refused ? IG_R_WARN : IG_R_MUTED, "  asked and not granted: %u", refused);
}

/* Every problem of a policy that could not be read, or of the service's request. */
static void draw_problems(const struct ig_model *m, struct ig_cells *c, struct ig_rect r)
{
	const char *all = ig_session_policy_problems(m->current);
	const ig_err *err = ig_session_error(m->current, IG_STEP_POLICY);
	struct ig_pen p = ig_pen(c, r);
	int y = 2;

	ig_pen_at(&p, 0, 0);
	ig_pen_lit(&p, IG_R_ERROR, "The policy cannot be used; nothing will be started.");
	while (all && *all && y < r.h) {
		size_t n = strcspn(all, "\n");

		ig_pen_at(&p, y++, 2);
		ig_pen_raw(&p, IG_R_NORMAL, all, n);
		all += n + (all[n] == '\n');
	}
	if (y == 2 && err) {
		ig_pen_at(&p, y++, 2);
		ig_pen_raws(&p, IG_R_NORMAL, ig_err_msg(err));
		ig_pen_at(&p, y, 2);
		ig_pen_raws(&p, IG_R_MUTED, ig_err_hint_text(err));
	}
}

static void draw_key(const struct state *st, size_t i, struct ig_cells *c, struct ig_rect r)
{
	const struct ig_pkey_info *k = &ig_policy_keys[i];
	ig_auto_free char *base = ig_pvalue_text((enum ig_pkey)i, &st->policy->base[i]);
	const struct ig_pvalue *asked = &st->policy->asked[i];
	struct ig_pen p;

	ig_rule(c, ig_rect_top(&r, 1), false, k->path);
	p = ig_pen(c, r);
	ig_pen_raws(&p, IG_R_NORMAL, k->help);
	ig_pen_at(&p, 1, 0);
	ig_pen_lit(&p, IG_R_MUTED, "in the base: ");
	ig_pen_raws(&p, IG_R_NORMAL, base);
	if (k->choices) {
		ig_pen_lit(&p, IG_R_MUTED, "   choices: ");
		ig_pen_raws(&p, IG_R_NORMAL, k->choices);
	}
	ig_pen_at(&p, 2, 0);
	ig_pen_lit(&p, IG_R_MUTED, "enforced by: ");
	ig_pen_raws(&p, IG_R_NORMAL, k->enforced_by);
	if (asked->set && asked->file) {
		ig_pen_at(&p, 3, 0);
		ig_pen_lit(&p, IG_R_MUTED, "asked in ");
		ig_pen_raws(&p, IG_R_NORMAL, asked->file);
		ig_pen_litf(&p, IG_R_MUTED, ":%u", asked->line);
		if (ig_policy_not_granted(st->policy, (enum ig_pkey)i))
			ig_pen_lit(&p, IG_R_WARN, ", not granted: a request is never applied");
	}
}

static void draw_profile(const struct ig_model *m, struct ig_cells *c, struct ig_rect r)
{
	const ig_profile *pr = ig_session_profile(m->current);
	struct ig_pen p = ig_pen(c, r);
	size_t open, all;

	if (!pr)
		return;
	ig_profile_count(pr, &open, &all);
	ig_pen_litf(&p, IG_R_MUTED, "seccomp profile: %zu of %zu syscalls open; see it in Launch",
	    open, all);
}

static void draw(void *state, void *model, struct ig_cells *c, struct ig_rect r)
{
	struct state *st = state;
	const struct ig_model *m = model;
	struct ig_rect detail;
	size_t i;

	if (!m->current)
		return;
	if (!st->policy) {
		draw_problems(m, c, r);
		return;
	}
	draw_header(st, c, ig_rect_top(&r, 1));
	detail = ig_rect_bottom(&r, r.h >= 14 ? 6 : 0);
	st->rect = r;
	ig_list_draw(&st->list, c, r, true);
	if (!detail.h)
		return;
	draw_profile(m, c, ig_rect_bottom(&detail, 1));
	if (ig_list_selected(&st->list, &i))
		draw_key(st, i, c, detail);
}

/* Puts the policy of the session back as it was: the copy becomes the session's. */
static void undo(struct state *st, struct ig_model *m)
{
	if (!st->undo_n) {
		ig_model_say(m, "nothing to undo");
		return;
	}
	ig_session_replace_policy(m->current, st->undo[--st->undo_n]);
	m->changed = true;
	ig_model_say(m, "undone");
}

static void remember(struct state *st)
{
	if (st->undo_n == UNDO_MAX) {
		ig_policy_free(st->undo[0]);
		memmove(st->undo, st->undo + 1, (UNDO_MAX - 1) * sizeof(*st->undo));
		st->undo_n--;
	}
	st->undo[st->undo_n++] = ig_policy_copy(st->policy);
}

static void apply(struct state *st, struct ig_model *m, const char *text)
{
	ig_err *err = NULL;

	remember(st);
	if (ig_session_set(m->current, st->editing, text, IG_LAYER_EDIT, &err) < 0) {
		ig_policy_free(st->undo[--st->undo_n]);
		ig_model_fail(m, err);
		return;
	}
	m->changed = true;
	ig_model_say(m, "%s is now %s; u undoes it", ig_policy_keys[st->editing].path, text);
}

static void wider_confirmed(struct ig_model *m, const char *text, void *user)
{
	struct state *st = user;

	(void)text;
	apply(st, m, st->wanted);
}

/* Tries the value on a copy first, to see which way it goes: a wider one needs its own yes. */
static void edited(struct ig_model *m, const char *text, void *user)
{
	struct state *st = user;
	struct ig_policy *p = ig_policy_copy(st->policy);
	ig_err *err = NULL;
	int d;

	if (ig_policy_set(p, st->editing, text, IG_LAYER_EDIT, &err) < 0) {
		ig_policy_free(p);
		ig_model_fail(m, err);
		return;
	}
	d = ig_pvalue_cmp(st->editing, &p->v[st->editing], &p->base[st->editing]);
	ig_policy_free(p);
	if (d <= 0) {
		apply(st, m, text);
		return;
	}
	free(st->wanted);
	st->wanted = ig_strdup(text);
	ig_model_ask(m, "Grant more than the base?", ig_policy_keys[st->editing].help,
	    wider_confirmed, st);
}

static void edit(struct state *st, struct ig_model *m)
{
	ig_auto_free char *text = NULL;
	size_t i;

	if (!ig_list_selected(&st->list, &i))
		return;
	st->editing = (enum ig_pkey)i;
	text = ig_pvalue_text(st->editing, &st->policy->v[i]);
	ig_model_prompt(m, "new value: ", text, edited, st);
}

static void find(struct ig_model *m, const char *text, void *user)
{
	struct state *st = user;

	ig_list_find(&st->list, text);
	ig_list_act(&st->list, IG_ACT_FIND_NEXT);
	ig_model_say(m, "%zu settings match", ig_list_matches(&st->list));
}

static unsigned act(void *state, void *model, enum ig_action a, int digit)
{
	struct state *st = state;
	struct ig_model *m = model;

	(void)digit;
	switch ((int)a) {
	case IG_ACT_POLICY_EDIT:
		edit(st, m);
		return IG_DO_DRAW;
	case IG_ACT_POLICY_UNDO:
		undo(st, m);
		return IG_DO_DRAW;
	case IG_ACT_FIND:
		ig_model_prompt(m, "find: ", NULL, find, st);
		return IG_DO_DRAW;
	default:
		return ig_list_act(&st->list, a);
	}
}

static unsigned event(void *state, void *model, const struct ig_event *ev)
{
	struct state *st = state;
	bool opened = false;
	unsigned r;

	if (ev->kind != IG_EV_MOUSE)
		return IG_DO_UNKNOWN;
	r = ig_list_mouse(&st->list, st->rect, ev, &opened);
	if (opened)
		edit(st, model);
	return r;
}

const struct ig_view_ops ig_view_policy = {
    .name = "policy",
    .title = "Policy",
    .contexts = {{IG_CTX_POLICY, IG_CTX_LIST, IG_CTX_GLOBAL}, 3},
    .state_size = sizeof(struct state),
    .init = init,
    .done = done,
    .sync = refresh,
    .draw = draw,
    .act = act,
    .event = event,
};
