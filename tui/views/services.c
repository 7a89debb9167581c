/* The services below the folder: what each is, what it asks, what was found in it. */
#include "config.h"
#include "tui/views/views.h"

#include <string.h>

#include "core/report/report.h"
#include "tui/widgets/layout.h"
#include "tui/widgets/list.h"

struct state {
	struct ig_list list;
	struct ig_rect rect; /* of the list, for the mouse */
};

static const struct ig_service *row(const void *user, size_t i)
{
	return ((const struct ig_model *)user)->list.v[i];
}

static size_t count(const void *user)
{
	return ((const struct ig_model *)user)->list.n;
}

/* FNV-1a of the path: a service is its folder. */
static uint64_t id(const void *user, size_t i)
{
	uint64_t h = 14695981039346656037u;

	for (const char *p = row(user, i)->path; *p; p++)
		h = (h ^ (unsigned char)*p) * 1099511628211u;
	return h ? h : 1;
}

static enum ig_role get_name(const void *user, size_t i, struct ig_buf *out)
{
	const struct ig_service *s = row(user, i);

	ig_buf_adds(out, s->name);
	return s->error ? IG_R_MUTED : IG_R_TITLE;
}

static enum ig_role get_runtime(const void *user, size_t i, struct ig_buf *out)
{
	const struct ig_service *s = row(user, i);

	ig_buf_adds(out, s->runtime_spec ? s->runtime_spec : s->runtime ? s->runtime->name : "-");
	return s->runtime ? IG_R_NORMAL : IG_R_WARN;
}

static enum ig_role get_entry(const void *user, size_t i, struct ig_buf *out)
{
	ig_buf_adds(out, row(user, i)->entry ? row(user, i)->entry : "-");
	return IG_R_MUTED;
}

static enum ig_role get_path(const void *user, size_t i, struct ig_buf *out)
{
	ig_buf_adds(out, row(user, i)->rel);
	return IG_R_MUTED;
}

/* "2C 1H 3M", the most severe first; its role is that of the most severe. */
static enum ig_role counts(const struct ig_audit_result *a, struct ig_buf *out)
{
	enum ig_role role = IG_R_OK;
	bool any = false;

	for (int s = IG_SEV_N - 1; s >= 0; s--) {
		if (!a->by_severity[s])
			continue;
		if (!any)
			role = ig_severity_role((enum ig_severity)s);
		ig_buf_printf(out, "%s%u%c", any ? " " : "", a->by_severity[s],
		    ig_severity_letter((enum ig_severity)s));
		any = true;
	}
	if (!any)
		ig_buf_adds(out, "none");
	return role;
}

static enum ig_role get_findings(const void *user, size_t i, struct ig_buf *out)
{
	const struct ig_model *m = user;
	const struct ig_service *svc = row(user, i);
	ig_session *s = ig_model_session(m, svc->path);

	if (svc->error) {
		ig_buf_adds(out, "cannot run");
		return IG_R_ERROR;
	}
	if (!s || ig_session_state(s, IG_STEP_AUDIT) == IG_STEP_IDLE) {
		ig_buf_adds(out, "not read");
		return IG_R_MUTED;
	}
	if (ig_session_audit(s))
		return counts(ig_session_audit(s), out);
	if (ig_session_state(s, IG_STEP_AUDIT) == IG_STEP_FAILED) {
		ig_buf_adds(out, "failed");
		return IG_R_ERROR;
	}
	ig_buf_adds(out, "reading");
	return IG_R_ACCENT;
}

static enum ig_role get_run(const void *user, size_t i, struct ig_buf *out)
{
	ig_session *s = ig_model_session(user, row(user, i)->path);
	ig_run *r = s ? ig_session_run(s) : NULL;
	const struct ig_run_info *info = r ? ig_run_info(r) : NULL;

	if (!info) {
		ig_buf_adds(out, "-");
		return IG_R_MUTED;
	}
	if (info->state != IG_RUN_ENDED) {
		ig_buf_adds(out, ig_run_state_name(info->state));
		return IG_R_ACCENT;
	}
	ig_buf_adds(out, ig_run_reason_name(info->reason));
	if (info->reason == IG_REASON_EXITED)
		ig_buf_printf(out, " %d", info->exit_code);
	return ig_report_run_status(info) == 0 ? IG_R_OK : IG_R_HIGH;
}

static const struct ig_column columns[] = {
    {.title = "service", .width = 18, .flex = 2, .get = get_name},
    {.title = "runtime", .width = 8, .get = get_runtime},
    {.title = "findings", .width = 16, .get = get_findings},
    {.title = "last run", .width = 12, .get = get_run},
    {.title = "entry", .width = 14, .flex = 1, .hide_below = 90, .get = get_entry},
    {.title = "folder", .width = 16, .flex = 2, .hide_below = 110, .get = get_path},
    {0},
};

static const struct ig_list_ops ops = {
    .columns = columns,
    .count = count,
    .id = id,
    .empty = "no services here: a service has a service.yaml, a package.json or an index file",
};

static void init(void *state, void *model)
{
	struct state *st = state;

	ig_list_init(&st->list, &ops, model);
	ig_list_sync(&st->list, model);
}

static void done(void *state)
{
	ig_list_done(&((struct state *)state)->list);
}

static void refresh(void *state, void *model)
{
	ig_list_sync(&((struct state *)state)->list, model);
}

static void ask_line(struct ig_pen *p, const struct ig_service *s)
{
	ig_pen_lit(p, IG_R_MUTED, "asks for ");
	if (!s->memory && s->cpu <= 0 && !s->timeout_ms) {
		ig_pen_lit(p, IG_R_NORMAL, "nothing in particular");
		return;
	}
	if (s->memory)
		ig_pen_litf(p, IG_R_NORMAL, "%u MB of memory  ", (unsigned)(s->memory >> 20));
	if (s->cpu > 0)
		ig_pen_litf(p, IG_R_NORMAL, "%.2g CPUs  ", s->cpu);
	if (s->timeout_ms)
		ig_pen_litf(p, IG_R_NORMAL, "%.1f s  ", (double)s->timeout_ms / 1000);
	if (s->env_n)
		ig_pen_litf(p, IG_R_NORMAL, "%zu environment variables", s->env_n);
}

static void draw_detail(const struct ig_model *m, const struct ig_service *s, struct ig_cells *c,
    struct ig_rect r)
{
	struct ig_pen p = ig_pen(c, r);

	ig_rule(c, ig_rect_top(&r, 1), false, "Selected");
	p = ig_pen(c, r);
	ig_pen_raws(&p, IG_R_NORMAL, s->path);
	ig_pen_at(&p, 1, 0);
	if (s->error) {
		ig_pen_lit(&p, IG_R_ERROR, "cannot run: ");
		ig_pen_raws(&p, IG_R_NORMAL, ig_err_msg(s->error));
		ig_pen_at(&p, 2, 0);
		ig_pen_raws(&p, IG_R_MUTED, ig_err_hint_text(s->error));
		return;
	}
	ig_pen_lit(&p, IG_R_MUTED, "from ");
	ig_pen_raws(&p, IG_R_NORMAL, s->manifest);
	ig_pen_lit(&p, IG_R_MUTED, "  starts ");
	ig_pen_raws(&p, IG_R_NORMAL, s->entry ? s->entry : "-");
	ig_pen_at(&p, 2, 0);
	ask_line(&p, s);
	if (m->list.truncated) {
		ig_pen_at(&p, 3, 0);
		ig_pen_lit(&p, IG_R_WARN, "the list is not whole: ");
		ig_pen_raws(&p, IG_R_WARN, m->list.truncated);
	}
}

static void draw(void *state, void *model, struct ig_cells *c, struct ig_rect r)
{
	struct state *st = state;
	const struct ig_model *m = model;
	struct ig_rect detail;
	struct ig_pen p;
	size_t i;

	p = ig_pen(c, ig_rect_top(&r, 1));
	ig_pen_litf(&p, IG_R_NORMAL, "%zu services below ", m->list.n);
	ig_pen_raws(&p, IG_R_NORMAL, m->root);
	detail = ig_rect_bottom(&r, r.h >= 12 ? 5 : 0);
	st->rect = r;
	ig_list_draw(&st->list, c, r, true);
	if (detail.h && ig_list_selected(&st->list, &i))
		draw_detail(m, m->list.v[i], c, detail);
}

static void open_selected(struct state *st, struct ig_model *m)
{
	size_t i;

	if (ig_list_selected(&st->list, &i) && ig_model_open(m, m->list.v[i]->path))
		ig_model_go(m, IG_ST_FINDINGS);
}

static void find(struct ig_model *m, const char *text, void *user)
{
	struct state *st = user;

	ig_list_find(&st->list, text);
	ig_list_act(&st->list, IG_ACT_FIND_NEXT);
	ig_model_say(m, "%zu services match", ig_list_matches(&st->list));
}

static unsigned act(void *state, void *model, enum ig_action a, int digit)
{
	struct state *st = state;
	struct ig_model *m = model;

	(void)digit;
	switch ((int)a) {
	case IG_ACT_SERVICE_OPEN:
		open_selected(st, m);
		return IG_DO_DRAW;
	case IG_ACT_SERVICES_RESCAN:
		ig_model_rescan(m);
		return IG_DO_DRAW;
	case IG_ACT_SERVICES_AUDIT:
		ig_model_audit_all(m);
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
		open_selected(st, model);
	return r;
}

const struct ig_view_ops ig_view_services = {
    .name = "services",
    .title = "Services",
    .contexts = {{IG_CTX_SERVICES, IG_CTX_LIST, IG_CTX_GLOBAL}, 3},
    .state_size = sizeof(struct state),
    .init = init,
    .done = done,
    .sync = refresh,
    .draw = draw,
    .act = act,
    .event = event,
};
