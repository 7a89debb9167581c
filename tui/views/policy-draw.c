#include "config.h"
#include "tui/views/policy-view.h"

#include <string.h>

static size_t count(const void *user)
{
	return ((const struct ig_policy_view *)user)->policy ? IG_P_N : 0;
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
	const struct ig_policy *p = ((const struct ig_policy_view *)user)->policy;
	enum ig_pkey k = (enum ig_pkey)i;

	if (!p->asked[i].set) {
		ig_buf_adds(out, "-");
		return IG_R_MUTED;
	}
	value_text(k, &p->asked[i], out);
	return ig_policy_not_granted(p, k) ? IG_R_WARN : IG_R_NORMAL;
}

/* The error of the plan begins with the key. */
static bool is_unenforced(const struct ig_policy_view *st, enum ig_pkey k)
{
	const char *path = ig_policy_keys[k].path;
	size_t n = strlen(path);

	return st->unenforced && !strncmp(ig_err_msg(st->unenforced), path, n) &&
	       ig_err_msg(st->unenforced)[n] == ':';
}

static enum ig_role get_granted(const void *user, size_t i, struct ig_buf *out)
{
	const struct ig_policy_view *st = user;
	const struct ig_policy *p = st->policy;
	enum ig_pkey k = (enum ig_pkey)i;
	int d = ig_pvalue_cmp(k, &p->v[i], &p->base[i]);

	value_text(k, &p->v[i], out);
	if (d > 0)
		ig_buf_adds(out, "  wider");
	else if (d < 0)
		ig_buf_adds(out, "  tighter");
	if (is_unenforced(st, k)) {
		ig_buf_adds(out, d ? ", unenforced" : "  unenforced");
		return IG_R_DENIED;
	}
	return d > 0 ? IG_R_DENIED : d < 0 ? IG_R_OK : IG_R_NORMAL;
}

static enum ig_role get_source(const void *user, size_t i, struct ig_buf *out)
{
	const struct ig_policy *p = ((const struct ig_policy_view *)user)->policy;
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

const struct ig_list_ops ig_policy_table = {
    .columns = columns, .count = count, .id = id, .empty = "the policy could not be read"};

static void draw_header(const struct ig_policy_view *st, struct ig_cells *c, struct ig_rect r)
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
	if (p->note_n)
		ig_pen_litf(&pen, IG_R_WARN, "  notes: %zu (d)", p->note_n);
}

struct at {
	int y, x;
};

/* A text in as many rows as it needs; the row after them. */
static int draw_wrapped(
    struct ig_pen *p, struct at at, enum ig_role role, const char *s, size_t n)
{
	size_t used;

	do {
		ig_pen_at(p, at.y++, at.x);
		used = ig_pen_raw(p, role, s, n);
		s += used;
		n -= used;
	} while (n && used && at.y < p->clip.h);
	return at.y;
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

		y = draw_wrapped(&p, (struct at){y, 2}, IG_R_NORMAL, all, n);
		all += n + (all[n] == '\n');
	}
	if (y == 2 && err) {
		ig_pen_at(&p, y++, 2);
		ig_pen_raws(&p, IG_R_NORMAL, ig_err_msg(err));
		ig_pen_at(&p, y, 2);
		ig_pen_raws(&p, IG_R_MUTED, ig_err_hint_text(err));
	}
	if (ig_model_policy_spec(m) && y + 1 < r.h) {
		ig_pen_at(&p, r.h - 1, 0);
		ig_pen_lit(&p, IG_R_ACCENT, "o opens the file in your editor, r reads it again");
	}
}

static void draw_asked(const struct ig_policy_view *st, size_t i, struct ig_pen *p)
{
	const struct ig_pvalue *asked = &st->policy->asked[i];

	if (!asked->set || !asked->file)
		return;
	ig_pen_lit(p, IG_R_MUTED, "asked in ");
	ig_pen_raws(p, IG_R_NORMAL, asked->file);
	ig_pen_litf(p, IG_R_MUTED, ":%u", asked->line);
	if (ig_policy_not_granted(st->policy, (enum ig_pkey)i))
		ig_pen_lit(p, IG_R_WARN, ", not granted: a request is never applied");
}

static void draw_enforced(const struct ig_policy_view *st, size_t i, struct ig_pen *p)
{
	const struct ig_plan *plan = ig_session_plan(st->session);
	const char *path = ig_policy_keys[i].path;

	if (is_unenforced(st, (enum ig_pkey)i)) {
		ig_pen_lit(p, IG_R_ERROR, "not enforced here: ");
		ig_pen_raws(p, IG_R_NORMAL, ig_err_msg(st->unenforced) + strlen(path) + 1);
		return;
	}
	ig_pen_lit(p, IG_R_MUTED, "enforced by: ");
	ig_pen_raws(p, IG_R_NORMAL, ig_policy_keys[i].enforced_by);
	for (size_t k = 0; plan && k < plan->note_n; k++) {
		if (strcmp(plan->note[k].key, path) != 0)
			continue;
		ig_pen_lit(p, IG_R_WARN, "  note: ");
		ig_pen_raws(p, IG_R_WARN, plan->note[k].text);
	}
}

static void draw_key(
    const struct ig_policy_view *st, size_t i, struct ig_cells *c, struct ig_rect r)
{
	const struct ig_pkey_info *k = &ig_policy_keys[i];
	ig_auto_free char *base = ig_pvalue_text((enum ig_pkey)i, &st->policy->base[i]);
	ig_auto_free char *bounds = ig_pkey_bounds((enum ig_pkey)i);
	struct ig_pen p;

	ig_rule(c, ig_rect_top(&r, 1), false, k->path);
	p = ig_pen(c, r);
	ig_pen_raws(&p, IG_R_NORMAL, k->help);
	ig_pen_at(&p, 1, 0);
	ig_pen_lit(&p, IG_R_MUTED, "may be: ");
	ig_pen_raws(&p, IG_R_NORMAL, bounds);
	ig_pen_lit(&p, IG_R_MUTED, "   in the base: ");
	ig_pen_raws(&p, IG_R_NORMAL, base);
	ig_pen_at(&p, 2, 0);
	draw_enforced(st, i, &p);
	ig_pen_at(&p, 3, 0);
	draw_asked(st, i, &p);
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

/* Why nothing can be started under this policy. */
static void draw_blocked(const struct ig_policy_view *st, struct ig_cells *c, struct ig_rect *r)
{
	const ig_err *err = ig_session_error(st->session, IG_STEP_PLAN);
	struct ig_pen p;

	if (!err)
		err = st->unenforced;
	if (!err)
		return;
	p = ig_pen(c, ig_rect_top(r, 1));
	ig_pen_lit(&p, IG_R_ERROR,
	    ig_err_code(err) == IG_E_UNENFORCED ? "Not enforced here:" : "It cannot be run:");
	ig_pen_blank(&p, 1);
	ig_pen_raws(&p, IG_R_NORMAL, ig_err_msg(err));
	if (!ig_err_hint_text(err))
		return;
	ig_pen_lit(&p, IG_R_MUTED, "  > ");
	ig_pen_raws(&p, IG_R_NORMAL, ig_err_hint_text(err));
}

void ig_policy_draw(struct ig_policy_view *st, struct ig_cells *c, struct ig_rect r)
{
	const struct ig_prompt *prompt = &st->model->prompt;
	struct ig_rect detail, last;
	struct ig_pen p;
	size_t n, i;

	if (!st->policy) {
		draw_problems(st->model, c, r);
		return;
	}
	draw_header(st, c, ig_rect_top(&r, 1));
	draw_blocked(st, c, &r);
	detail = ig_rect_bottom(&r, r.h >= 13 ? 6 : 0);
	last = ig_rect_bottom(&detail, 1);
	st->rect = r;
	ig_list_draw(&st->list, c, r, true);
	if (!detail.h)
		return;
	if (ig_list_selected(&st->list, &i))
		draw_key(st, i, c, detail);
	draw_profile(st->model, c, last);
	if (!prompt->open || !prompt->problem)
		return;
	/* The row of the prompt has no room for all of it. */
	n = strlen(prompt->problem);
	detail.h++;
	detail = ig_rect_bottom(&detail, (int)n / (detail.w + !detail.w) + 1);
	ig_fill(c, detail);
	p = ig_pen(c, detail);
	draw_wrapped(&p, (struct at){0, 0}, IG_R_ERROR, prompt->problem, n);
}
