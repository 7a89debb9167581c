/* The exact request that will be made, before it is made; Enter makes it. */
#include "config.h"
#include "tui/views/views.h"

#include <string.h>

#include "core/base/json.h"
#include "tui/views/source.h"
#include "tui/widgets/layout.h"
#include "tui/widgets/pager.h"

enum { NOTES_MAX = 3 /* rows; the report has all */ };

/* FORM(id, title): what the pager shows, in the order of the key that cycles them */
#define FORMS(FORM)                                                                                \
	FORM(DOCKER, "The same as a docker command")                                               \
	FORM(JSON, "Request to the engine")                                                        \
	FORM(SECCOMP, "Seccomp profile, with reasons")

enum form {
#define FORM(id, title) FORM_##id,
	FORMS(FORM)
#undef FORM
	FORM_N
};
static const char *const form_title[FORM_N] = {
#define FORM(id, title) title,
    FORMS(FORM)
#undef FORM
};

struct state {
	struct ig_pager pager;
	enum form form;
	struct ig_buf text;
	size_t *line;
	size_t line_n, line_cap;
	struct ig_rect rect;
};

static uint64_t count(const void *user)
{
	return ((const struct state *)user)->line_n;
}

static bool line(const void *user, uint64_t i, struct ig_pager_line *ret)
{
	const struct state *st = user;
	size_t to;

	if (i >= st->line_n)
		return false;
	to = i + 1 < st->line_n ? st->line[i + 1] - 1 : st->text.len;
	if (to > st->line[i] && st->text.data[to - 1] == '\n') /* of the last line */
		to--;
	ret->text = st->text.data + st->line[i];
	ret->len = to - st->line[i];
	ret->role = IG_R_NORMAL;
	return true;
}

static const struct ig_pager_ops ops = {
    .count = count, .line = line, .empty = "no request yet: see above what is missing"};

static void init(void *state, void *model)
{
	struct state *st = state;

	(void)model;
	ig_pager_init(&st->pager, &ops, st);
	st->pager.wrap = true;
}

static void done(void *state)
{
	struct state *st = state;

	ig_pager_done(&st->pager);
	ig_buf_done(&st->text);
	free(st->line);
}

static void split(struct state *st)
{
	const char *p = ig_buf_str(&st->text), *end = p + st->text.len, *nl;

	st->line_n = 0;
	for (; p < end; p = nl + 1) {
		IG_GROW(st->line, st->line_n, st->line_cap);
		st->line[st->line_n++] = (size_t)(p - st->text.data);
		nl = memchr(p, '\n', (size_t)(end - p));
		if (!nl)
			break;
	}
}

static void refresh(void *state, void *model)
{
	struct state *st = state;
	struct ig_model *m = model;
	const struct ig_plan *plan = m->current ? ig_session_plan(m->current) : NULL;
	const ig_profile *profile = m->current ? ig_session_profile(m->current) : NULL;

	ig_search_on(m, &st->pager);
	ig_buf_clear(&st->text);
	if (st->form == FORM_SECCOMP && profile)
		ig_profile_text(profile, &st->text);
	else if (st->form == FORM_JSON && plan)
		ig_json_write(plan->request, 2, &st->text);
	else if (st->form == FORM_DOCKER && plan)
		ig_plan_docker(plan, &st->text);
	split(st);
}

static bool image_missing(const ig_session *s)
{
	return ig_err_code(ig_session_error(s, IG_STEP_IMAGE)) == IG_E_NOT_FOUND;
}

static void draw_ready(const ig_session *s, struct ig_cells *c, struct ig_rect r)
{
	ig_auto_err err = NULL;
	struct ig_pen p = ig_pen(c, r);

	if (ig_session_ready(s, false, &err) == 0) {
		ig_pen_lit(&p, IG_R_OK, "Ready. ");
		ig_pen_lit(&p, IG_R_NORMAL, "Enter starts the service, contained as shown below.");
		return;
	}
	ig_pen_lit(&p, IG_R_ERROR, "Not yet:");
	ig_pen_lit(&p, IG_R_NORMAL, " ");
	ig_pen_raws(&p, IG_R_NORMAL, ig_err_msg(err));
	ig_pen_at(&p, 1, 0);
	if (image_missing(s))
		ig_pen_lit(&p, IG_R_ACCENT, "Enter builds the image now");
	else if (ig_session_ready(s, true, NULL) == 0)
		ig_pen_lit(&p, IG_R_ACCENT, "read them first; Enter asks, then starts it contained");
	else
		ig_pen_raws(&p, IG_R_MUTED, ig_err_hint_text(err));
}

enum { INDENT = 8 }; /* of what stands behind "grants", "image" and "note" */

/* Goes to the next row when what comes would be cut. */
static void fit(struct ig_pen *p, int width)
{
	if (p->x + width > p->clip.w && p->x > INDENT)
		ig_pen_at(p, p->y + 1, INDENT);
}

static void draw_grant(const struct ig_policy *pol, enum ig_pkey k, const char *name,
    enum ig_role role, struct ig_pen *p)
{
	ig_auto_free char *v = ig_pvalue_text(k, &pol->v[k]);

	fit(p, ig_lit_width(name) + ig_lit_width(v) + 1);
	ig_pen_lit(p, IG_R_MUTED, name);
	ig_pen_blank(p, 1);
	ig_pen_raws(p, role, v);
	ig_pen_blank(p, 2);
}

/* "what it may": whatever is wider than the base, in red and first, so that no edge cuts it off;
 * then the other values a reviewer signs for. Returns the rows it took. */
static int draw_grants(const struct ig_policy *pol, struct ig_cells *c, struct ig_rect r)
{
	static const struct {
		enum ig_pkey key;
		const char *name;
	} shown[] = {{IG_P_NET_MODE, "network"}, {IG_P_ROOT, "root"}, {IG_P_USER, "user"},
	    {IG_P_MEMORY, "memory"}, {IG_P_CPU, "cpu"}, {IG_P_PIDS, "pids"},
	    {IG_P_TIMEOUT, "timeout"}, {IG_P_SPAWN, "spawn"}, {IG_P_ISOLATION, "isolation"}};
	struct ig_pen p = ig_pen(c, r);

	ig_pen_lit(&p, IG_R_MUTED, "grants");
	ig_pen_at(&p, 0, INDENT);
	for (size_t k = 0; k < IG_P_N; k++)
		if (ig_pvalue_cmp((enum ig_pkey)k, &pol->v[k], &pol->base[k]) > 0)
			draw_grant(
			    pol, (enum ig_pkey)k, ig_policy_keys[k].path, IG_R_DENIED, &p);
	for (size_t i = 0; i < IG_COUNT(shown); i++) {
		enum ig_pkey k = shown[i].key;

		if (ig_pvalue_cmp(k, &pol->v[k], &pol->base[k]) <= 0)
			draw_grant(pol, k, shown[i].name, IG_R_NORMAL, &p);
	}
	return p.y + 1;
}

static int draw_inputs(const ig_session *s, struct ig_cells *c, struct ig_rect r)
{
	const struct ig_plan *plan = ig_session_plan(s);
	const char *image = ig_session_image_id(s);
	const ig_profile *profile = ig_session_profile(s);
	struct ig_pen p = ig_pen(c, r);
	size_t open, all;

	ig_pen_lit(&p, IG_R_MUTED, "image");
	ig_pen_at(&p, 0, INDENT);
	if (plan)
		ig_pen_raws(&p, IG_R_NORMAL, plan->image);
	if (image)
		ig_pen_litf(&p, IG_R_MUTED, " %.19s", image);
	else
		ig_pen_lit(&p, IG_R_WARN, image_missing(s) ? " not there" : " not looked up yet");
	ig_pen_blank(&p, 2);
	if (plan) {
		fit(&p, ig_lit_width("snapshot sha256:") + 12);
		ig_pen_litf(&p, IG_R_MUTED, "snapshot sha256:%.12s  ", plan->digest);
	}
	if (profile) {
		ig_profile_count(profile, &open, &all);
		fit(&p, ig_lit_width("seccomp 100 of 400 syscalls open"));
		ig_pen_litf(&p, IG_R_MUTED, "seccomp %zu of %zu syscalls open", open, all);
	}
	return p.y + 1;
}

/* What the plan cannot do as the policy says, or leaves out. */
static void draw_notes(const struct ig_plan *plan, struct ig_cells *c, struct ig_rect *r)
{
	for (size_t i = 0; plan && i < plan->note_n && i < NOTES_MAX; i++) {
		struct ig_pen p = ig_pen(c, ig_rect_top(r, 1));

		ig_pen_lit(&p, IG_R_WARN, "note    ");
		ig_pen_lit(&p, IG_R_WARN, plan->note[i].key);
		ig_pen_lit(&p, IG_R_NORMAL, ": ");
		ig_pen_raws(&p, IG_R_NORMAL, plan->note[i].text);
	}
}

static void draw(void *state, void *model, struct ig_cells *c, struct ig_rect r)
{
	struct state *st = state;
	const struct ig_model *m = model;
	const ig_session *s = m->current;

	if (!s)
		return;
	draw_ready(s, c, ig_rect_top(&r, 2));
	if (ig_session_policy(s))
		ig_rect_top(&r, draw_grants(ig_session_policy(s), c, r));
	ig_rect_top(&r, draw_inputs(s, c, r));
	draw_notes(ig_session_plan(s), c, &r);
	ig_rule(c, ig_rect_top(&r, 1), true, form_title[st->form]);
	st->rect = r;
	ig_pager_draw(&st->pager, c, r);
}

static void start(struct ig_model *m, bool force)
{
	ig_err *err = NULL;

	if (ig_session_start_run(m->current, force, &err) < 0)
		ig_model_fail(m, err);
	else
		ig_model_go(m, IG_ST_LIVE);
}

static void start_forced(struct ig_model *m, const char *text, void *user)
{
	(void)text;
	(void)user;
	start(m, true);
}

static void build_image(struct ig_model *m, const char *text, void *user)
{
	ig_err *err = NULL;

	(void)text;
	(void)user;
	if (ig_session_build_image(m->current, &err) < 0)
		ig_model_fail(m, err);
	else
		ig_model_say(m, "building the image; this takes some seconds");
}

static void enter(struct ig_model *m)
{
	ig_session *s = m->current;
	ig_auto_err err = NULL;
	ig_auto_free char *detail = NULL;

	if (ig_session_state(s, IG_STEP_RUN) == IG_STEP_BUSY) {
		ig_model_go(m, IG_ST_LIVE);
	} else if (ig_session_ready(s, false, &err) == 0) {
		start(m, false);
	} else if (ig_session_ready(s, true, NULL) == 0) {
		detail = ig_asprintf("%u critical or high findings were found in it.\n"
				     "It will be contained as shown.",
		    ig_session_blocking(s));
		ig_model_ask(m, "Start it all the same?", detail, start_forced, NULL);
	} else if (image_missing(s)) {
		ig_model_ask(m, "Build the runtime image?",
		    "It is made from the pinned npm package, without network.", build_image, NULL);
	} else {
		if (ig_session_state(s, IG_STEP_ENGINE) == IG_STEP_FAILED)
			ig_session_start_engine(s, NULL); /* it may be back */
		ig_model_fail(m, IG_STEAL(err));
	}
}

static void find(struct ig_model *m, const char *text, void *user)
{
	ig_search(m, &((struct state *)user)->pager, text);
}

static unsigned act(void *state, void *model, enum ig_action a, int digit)
{
	struct state *st = state;
	struct ig_model *m = model;

	(void)digit;
	switch ((int)a) {
	case IG_ACT_LAUNCH_START:
		enter(m);
		return IG_DO_DRAW;
	case IG_ACT_LAUNCH_FORM:
		st->form = (enum form)((st->form + 1) % FORM_N);
		refresh(st, m);
		ig_pager_reset(&st->pager, st);
		return IG_DO_DRAW;
	case IG_ACT_FIND:
		ig_model_prompt(m, "find: ", NULL, find, st);
		return IG_DO_DRAW;
	default:
		return ig_pager_key(m, &st->pager, a);
	}
}

static unsigned event(void *state, void *model, const struct ig_event *ev)
{
	struct state *st = state;

	(void)model;
	return ev->kind == IG_EV_MOUSE ? ig_pager_mouse(&st->pager, st->rect, ev) : IG_DO_UNKNOWN;
}

const struct ig_view_ops ig_view_launch = {
    .name = "launch",
    .title = "Launch",
    .contexts = {{IG_CTX_LAUNCH, IG_CTX_LIST, IG_CTX_GLOBAL}, 3},
    .state_size = sizeof(struct state),
    .init = init,
    .done = done,
    .sync = refresh,
    .draw = draw,
    .act = act,
    .event = event,
};
