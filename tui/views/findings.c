/* What the code could do: the findings, and the code itself beside them. */
#include "config.h"
#include "tui/views/views.h"

#include <string.h>

#include "tui/views/source.h"
#include "tui/widgets/layout.h"
#include "tui/widgets/list.h"

enum sort { BY_SEVERITY, BY_FILE, BY_RULE, SORT_N };
static const char *const sort_name[SORT_N] = {"severity", "file", "rule"};

struct state {
	struct ig_list list;
	struct ig_source source;
	struct ig_model *model;
	const struct ig_audit_result *audit; /* what `order` is of */
	uint32_t *order;
	uint64_t shown; /* finding in the source pane, its id */
	enum sort sort;
	int focus; /* 0: list, 1: source */
	enum ig_zoom zoom;
	struct ig_rect rect[2];
};

static const struct ig_finding *at(const void *user, size_t i)
{
	const struct state *st = user;

	return &st->audit->finding[st->order[i]];
}

static size_t count(const void *user)
{
	const struct state *st = user;

	return st->audit ? st->audit->n : 0;
}

static uint64_t id(const void *user, size_t i)
{
	return (uint64_t)((const struct state *)user)->order[i] + 1;
}

static enum ig_role get_severity(const void *user, size_t i, struct ig_buf *out)
{
	const struct ig_finding *f = at(user, i);

	ig_buf_addc(out, ig_severity_letter(f->severity));
	return ig_severity_role(f->severity);
}

static enum ig_role get_message(const void *user, size_t i, struct ig_buf *out)
{
	ig_buf_adds(out, at(user, i)->message);
	return IG_R_NORMAL;
}

static enum ig_role get_place(const void *user, size_t i, struct ig_buf *out)
{
	const struct ig_finding *f = at(user, i);

	ig_buf_adds(out, f->file);
	if (f->line)
		ig_buf_printf(out, ":%u", f->line);
	return IG_R_MUTED;
}

static enum ig_role get_capability(const void *user, size_t i, struct ig_buf *out)
{
	ig_buf_adds(out, ig_capability_name(at(user, i)->rule->capability));
	return IG_R_MUTED;
}

static enum ig_role get_package(const void *user, size_t i, struct ig_buf *out)
{
	const char *p = at(user, i)->package;

	ig_buf_adds(out, p && *p ? p : "own code");
	return IG_R_MUTED;
}

static const struct ig_column columns[] = {
    {.title = " ", .width = 1, .get = get_severity},
    {.title = "finding", .width = 24, .flex = 3, .get = get_message},
    {.title = "capability", .width = 12, .hide_below = 90, .get = get_capability},
    {.title = "package", .width = 14, .hide_below = 130, .get = get_package},
    {.title = "place", .width = 20, .flex = 1, .align = IG_ALIGN_KEEP_END, .get = get_place},
    {0},
};

static const struct ig_list_ops ops = {
    .columns = columns,
    .count = count,
    .id = id,
    .empty = "no findings in what was read",
};

static int cmp(const void *pa, const void *pb, void *user)
{
	const struct state *st = user;
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	const struct ig_finding *fa = &st->audit->finding[a], *fb = &st->audit->finding[b];
	int d = 0;

	if (st->sort == BY_FILE)
		d = strcmp(fa->file, fb->file);
	else if (st->sort == BY_RULE)
		d = strcmp(fa->rule->id, fb->rule->id);
	if (d == 0 && st->sort == BY_FILE && fa->line != fb->line)
		d = fa->line < fb->line ? -1 : 1;
	return d ? d : (a > b) - (a < b); /* the audit's own order is by severity */
}

static void sort(struct state *st)
{
	free(st->order);
	st->order = NULL;
	if (st->audit) {
		st->order = ig_calloc(st->audit->n, sizeof(*st->order));
		for (uint32_t i = 0; i < st->audit->n; i++)
			st->order[i] = i;
		qsort_r(st->order, st->audit->n, sizeof(*st->order), cmp, st);
	}
	ig_list_sync(&st->list, st);
}

static void init(void *state, void *model)
{
	struct state *st = state;

	st->model = model;
	ig_list_init(&st->list, &ops, st);
	ig_source_init(&st->source);
}

static void done(void *state)
{
	struct state *st = state;

	ig_list_done(&st->list);
	ig_source_done(&st->source);
	free(st->order);
}

/* The source follows the selection; only when that has moved, so that a scrolled source stays. */
static void show_selected(struct state *st)
{
	uint64_t want = count(st) ? st->list.selected : 0;
	size_t i;

	if (want == st->shown && st->source.audit == st->audit)
		return;
	st->shown = want;
	ig_source_show(&st->source, st->model->current,
	    ig_list_selected(&st->list, &i) ? at(st, i) : NULL);
}

static void refresh(void *state, void *model)
{
	struct state *st = state;
	struct ig_model *m = model;
	const struct ig_audit_result *a = m->current ? ig_session_audit(m->current) : NULL;

	ig_search_on(m, &st->source.pager);
	if (a == st->audit)
		return;
	st->audit = a;
	st->shown = 0;
	if (!a)
		ig_source_show(&st->source, NULL, NULL);
	sort(st);
	show_selected(st);
}

static void draw_progress(const struct ig_model *m, struct ig_cells *c, struct ig_rect r)
{
	const ig_session *s = m->current;
	const struct ig_audit_progress *g = ig_session_progress(s);
	struct ig_pen p = ig_pen(c, r);

	ig_pen_at(&p, r.h / 3, 2);
	if (ig_session_state(s, IG_STEP_AUDIT) == IG_STEP_FAILED) {
		ig_pen_lit(&p, IG_R_ERROR, "the audit failed: ");
		ig_pen_raws(&p, IG_R_NORMAL, ig_err_msg(ig_session_error(s, IG_STEP_AUDIT)));
		ig_pen_at(&p, r.h / 3 + 1, 2);
		ig_pen_raws(&p, IG_R_MUTED, ig_err_hint_text(ig_session_error(s, IG_STEP_AUDIT)));
		return;
	}
	ig_pen_litf(&p, IG_R_ACCENT, "reading: %llu of %llu files, %.1f of %.1f MB",
	    (unsigned long long)g->files, (unsigned long long)g->files_total,
	    (double)g->bytes / 1e6, (double)g->bytes_total / 1e6);
	ig_pen_at(&p, r.h / 3 + 1, 2);
	ig_pen_lit(&p, IG_R_MUTED, "Esc goes back; the reading goes on");
}

static void draw_summary(const struct state *st, struct ig_cells *c, struct ig_rect r)
{
	const struct ig_audit_result *a = st->audit;
	struct ig_pen p = ig_pen(c, r);

	ig_pen_litf(&p, IG_R_TITLE, "%zu findings", a->n);
	for (int s = IG_SEV_N - 1; s >= 0; s--)
		if (a->by_severity[s]) {
			ig_pen_lit(&p, IG_R_NORMAL, " ");
			ig_pen_litf(&p, ig_severity_role((enum ig_severity)s), "%u%c",
			    a->by_severity[s], ig_severity_letter((enum ig_severity)s));
		}
	ig_pen_litf(&p, IG_R_MUTED, "  %u files analysed", a->parsed);
	/* What was not read must never look like what is clean. */
	ig_pen_litf(&p, a->skipped_n ? IG_R_WARN : IG_R_MUTED, ", %zu not", a->skipped_n);
	ig_pen_litf(&p, IG_R_MUTED, "  by %s  sha256:%.12s", sort_name[st->sort],
	    a->manifest.digest);
}

/* Our own words, broken at blanks; the last row that there is keeps the rest. */
static void wrap_words(struct ig_pen *p, enum ig_role role, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, " ");
		ig_auto_free char *word = ig_strndup(s, n);

		if (p->x > 0 && p->x + (int)n > p->clip.w && p->y + 1 < p->clip.h)
			ig_pen_at(p, p->y + 1, 0);
		ig_pen_lit(p, role, word);
		ig_pen_blank(p, 1);
		s += n + (s[n] == ' ');
	}
}

static void draw_why(const struct ig_finding *f, struct ig_cells *c, struct ig_rect r)
{
	struct ig_rect need = ig_rect_bottom(&r, 1);
	struct ig_pen p = ig_pen(c, r);

	ig_pen_litf(&p, ig_severity_role(f->severity), "%s", ig_severity_name(f->severity));
	ig_pen_litf(&p, IG_R_MUTED, " %s, %s  ", ig_confidence_name(f->confidence), f->rule->id);
	wrap_words(&p, IG_R_NORMAL, f->rule->why);
	p = ig_pen(c, need);
	ig_pen_lit(&p, IG_R_MUTED, "to let it work the policy needs: ");
	ig_pen_raws(&p, IG_R_NORMAL, f->rule->policy ? f->rule->policy : "nothing");
}

static void draw_evidence(struct state *st, struct ig_cells *c, struct ig_rect r)
{
	struct ig_rect title = ig_rect_top(&r, 1);
	struct ig_pen p;
	size_t i;

	if (!ig_list_selected(&st->list, &i)) {
		ig_rule(c, title, st->focus == 1, "Evidence");
		return;
	}
	ig_rule(c, title, st->focus == 1, NULL);
	p = ig_pen(c, title);
	ig_pen_at(&p, 0, 2);
	ig_pen_lit(&p, st->focus == 1 ? IG_R_FOCUS : IG_R_TITLE, " ");
	ig_pen_raws(&p, st->focus == 1 ? IG_R_FOCUS : IG_R_TITLE, at(st, i)->file);
	ig_pen_litf(&p, IG_R_MUTED, ":%u:%u ", at(st, i)->line, at(st, i)->column);
	if (r.h >= 6)
		draw_why(at(st, i), c, ig_rect_bottom(&r, r.w < 100 && r.h >= 9 ? 3 : 2));
	ig_source_draw(&st->source, c, r);
	st->rect[1] = r;
}

/* The list's share: what it needs, at most 45 %; the code gets the rest. */
static int list_percent(const struct state *st, int rows)
{
	size_t need = count(st) + 2; /* the titles, and a row of air */
	int most = rows * 45 / 100;

	return rows > 0 && need < (size_t)most ? (int)need * 100 / rows + 1 : 45;
}

static void draw(void *state, void *model, struct ig_cells *c, struct ig_rect r)
{
	struct state *st = state;
	const struct ig_model *m = model;
	struct ig_panes panes;
	bool wide = r.w >= 150;

	if (!m->current)
		return;
	if (!st->audit) {
		draw_progress(m, c, r);
		return;
	}
	show_selected(st);
	draw_summary(st, c, ig_rect_top(&r, 1));
	panes = ig_split_layout(r, (struct ig_split_opts){
				       .how = wide ? IG_SPLIT_COLS : IG_SPLIT_ROWS,
				       .percent = wide ? 45 : list_percent(st, r.h),
				       .focus = st->focus,
				       .zoom = st->zoom});
	st->rect[0] = panes.pane[0];
	if (panes.pane[0].h && panes.pane[0].w)
		ig_list_draw(&st->list, c, panes.pane[0], st->focus == 0);
	if (panes.pane[1].h && panes.pane[1].w)
		draw_evidence(st, c, panes.pane[1]);
}

static void find(struct ig_model *m, const char *text, void *user)
{
	struct state *st = user;

	if (st->focus == 1) {
		ig_search(m, &st->source.pager, text);
		return;
	}
	ig_list_find(&st->list, text);
	ig_list_act(&st->list, IG_ACT_FIND_NEXT);
	ig_model_say(m, "%zu findings match", ig_list_matches(&st->list));
}

static void rescan(struct ig_model *m)
{
	ig_err *err = NULL;

	if (ig_session_start_audit(m->current, &err) < 0)
		ig_model_fail(m, err);
	m->changed = true;
}

static unsigned move(struct state *st, struct ig_model *m, enum ig_action a)
{
	unsigned r;

	if (st->focus == 1)
		return ig_pager_key(m, &st->source.pager, a);
	r = ig_list_act(&st->list, a);
	show_selected(st);
	return r;
}

static unsigned leave_pane(struct state *st)
{
	if (st->focus == 0 && st->zoom == IG_ZOOM_NORMAL)
		return IG_DO_UNKNOWN;
	st->focus = 0;
	st->zoom = IG_ZOOM_NORMAL;
	return IG_DO_DRAW;
}

static unsigned act(void *state, void *model, enum ig_action a, int digit)
{
	struct state *st = state;
	struct ig_model *m = model;

	(void)digit;
	switch ((int)a) {
	case IG_ACT_FINDING_OPEN:
		st->focus = 1;
		st->zoom = ig_zoom_step(st->zoom, 1);
		return IG_DO_DRAW;
	case IG_ACT_FINDINGS_SORT:
		st->sort = (enum sort)((st->sort + 1) % SORT_N);
		sort(st);
		return IG_DO_DRAW;
	case IG_ACT_FINDINGS_RESCAN:
		rescan(m);
		return IG_DO_DRAW;
	case IG_ACT_SOURCE_WRAP:
		st->source.pager.wrap = !st->source.pager.wrap;
		return IG_DO_DRAW;
	case IG_ACT_PANE_NEXT:
	case IG_ACT_PANE_PREV:
		st->focus = !st->focus;
		return IG_DO_DRAW;
	case IG_ACT_LAYOUT_GROW:
	case IG_ACT_LAYOUT_SHRINK:
		st->zoom = ig_zoom_step(st->zoom, a == IG_ACT_LAYOUT_GROW ? 1 : -1);
		return IG_DO_DRAW;
	case IG_ACT_UP_LEVEL:
	case IG_ACT_BACK:
		return leave_pane(st);
	case IG_ACT_FIND:
		ig_model_prompt(m, "find: ", NULL, find, st);
		return IG_DO_DRAW;
	default:
		return move(st, m, a);
	}
}

static unsigned event(void *state, void *model, const struct ig_event *ev)
{
	struct state *st = state;
	bool opened = false;
	unsigned r;

	(void)model;
	if (ev->kind != IG_EV_MOUSE)
		return IG_DO_UNKNOWN;
	if (ig_rect_has(st->rect[1], ev->y, ev->x))
		return ig_pager_mouse(&st->source.pager, st->rect[1], ev);
	r = ig_list_mouse(&st->list, st->rect[0], ev, &opened);
	if (opened)
		st->focus = 1;
	show_selected(st);
	return r;
}

const struct ig_view_ops ig_view_findings = {
    .name = "findings",
    .title = "Findings",
    .contexts = {{IG_CTX_FINDINGS, IG_CTX_SOURCE, IG_CTX_LIST, IG_CTX_GLOBAL}, 4},
    .state_size = sizeof(struct state),
    .init = init,
    .done = done,
    .sync = refresh,
    .draw = draw,
    .act = act,
    .event = event,
};
