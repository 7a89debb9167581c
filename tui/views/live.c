/* The run as it goes: its state, its resources, what was noticed, its log. */
#include "config.h"
#include "tui/views/views.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/report/report.h"
#include "tui/views/source.h"
#include "tui/widgets/graph.h"
#include "tui/widgets/layout.h"
#include "tui/widgets/pager.h"

struct state {
	struct ig_pager log;
	struct ig_model *model;
	ig_run *run;		   /* what is shown, NULL: none */
	bool times;
	struct ig_rect rect;	   /* of the log */
	struct ig_rect graphs;
};

static ig_logstore *logstore(const struct state *st)
{
	return st->run ? ig_run_info(st->run)->log : NULL;
}

static uint64_t count(const void *user)
{
	ig_logstore *l = logstore(user);

	return l ? ig_logstore_lines(l) : 0;
}

static bool line(const void *user, uint64_t i, struct ig_pager_line *ret)
{
	const struct state *st = user;
	ig_logstore *l = logstore(st);
	struct ig_log_line x;

	if (!l || ig_logstore_line(l, i, &x) < 0)
		return false;
	ret->text = x.text;
	ret->len = x.len;
	ret->role = IG_R_NORMAL;
	ret->prefix_role = x.stream == IG_STDERR ? IG_R_WARN : IG_R_MUTED;
	if (st->times)
		snprintf(ret->prefix, sizeof(ret->prefix), "%4u.%03u %s ",
		    (unsigned)(x.t_ms / 1000 % 10000), (unsigned)(x.t_ms % 1000),
		    x.stream == IG_STDERR ? "err" : "out");
	else
		snprintf(ret->prefix, sizeof(ret->prefix), "%s ",
		    x.stream == IG_STDERR ? "err" : "out");
	return true;
}

static const struct ig_pager_ops log_ops = {.count = count, .line = line, .empty = ""};

static void init(void *state, void *model)
{
	struct state *st = state;

	st->model = model;
	st->times = true;
	ig_pager_init(&st->log, &log_ops, st);
	st->log.sgr = true;
	st->log.grows = true;
	ig_pager_follow(&st->log, true);
}

static void done(void *state)
{
	ig_pager_done(&((struct state *)state)->log);
}

static void refresh(void *state, void *model)
{
	struct state *st = state;
	struct ig_model *m = model;
	ig_run *r = m->current ? ig_session_run(m->current) : NULL;

	ig_search_on(m, &st->log);
	if (r == st->run)
		return;
	st->run = r;
	ig_pager_reset(&st->log, st);
	ig_pager_freeze(&st->log, false);
	ig_pager_follow(&st->log, true);
}

/*
 * The graphs. A level is the sample itself; a rate is its difference to the one before by the
 * time between them.
 */
struct gauge {
	const char *title;
	enum ig_metric metric, limit; /* limit IG_M_N: none in the cgroup */
	enum ig_unit unit;
	bool rate;
	double scale; /* of one unit of the metric: us/s of CPU time to percent */
};

static const struct gauge gauges[] = {
    {"CPU", IG_M_CPU_USAGE, IG_M_N, IG_UNIT_PERCENT, true, 100.0 / 1e6},
    {"MEM", IG_M_MEM_CURRENT, IG_M_MEM_LIMIT, IG_UNIT_BYTES, false, 1},
    {"PIDS", IG_M_PIDS_CURRENT, IG_M_PIDS_LIMIT, IG_UNIT_NUMBER, false, 1},
    {"THROTTLED", IG_M_CPU_THROTTLED_TIME, IG_M_N, IG_UNIT_PERCENT, true, 100.0 / 1e6},
};

struct plot {
	const struct gauge *gauge;
	const ig_series *series;
};

static bool has(const struct ig_sample *x, enum ig_metric m)
{
	return x->have >> m & 1;
}

static double plot_value(const void *user, size_t i)
{
	const struct plot *pl = user;
	enum ig_metric m = pl->gauge->metric;
	const struct ig_sample *b = ig_series_at(pl->series, i), *a;

	if (!has(b, m))
		return NAN;
	if (!pl->gauge->rate)
		return (double)b->v[m] * pl->gauge->scale;
	if (i == 0)
		return 0;
	a = ig_series_at(pl->series, i - 1);
	if (!has(a, m) || b->t_us <= a->t_us || b->v[m] < a->v[m])
		return NAN;
	return (double)(b->v[m] - a->v[m]) * 1e6 / (double)(b->t_us - a->t_us) * pl->gauge->scale;
}

static double plot_limit(const struct state *st, const struct plot *pl)
{
	size_t n = ig_series_n(pl->series);
	const struct ig_sample *x = n ? ig_series_at(pl->series, n - 1) : NULL;
	const struct ig_policy *p = ig_session_policy(st->model->current);

	if (pl->gauge->metric == IG_M_CPU_USAGE)
		return p ? p->v[IG_P_CPU].dec * 100 : 0;
	if (pl->gauge->limit == IG_M_N || !x || !has(x, pl->gauge->limit))
		return 0;
	return (double)x->v[pl->gauge->limit];
}

static void draw_graphs(const struct state *st, struct ig_cells *c, struct ig_rect r)
{
	const struct ig_run_info *info = ig_run_info(st->run);
	int n = (int)IG_COUNT(gauges);

	for (int i = 0; i < n; i++) {
		struct plot pl = {&gauges[i], info->series};
		struct ig_graph g = {
		    .title = gauges[i].title,
		    .unit = gauges[i].unit,
		    .style = st->model->graph,
		    .value = plot_value,
		    .user = &pl,
		    .n = info->series ? ig_series_n(info->series) : 0,
		    .absent = info->cgroup_kind ? "no sample yet" : "no cgroup figures here",
		};

		if (g.n)
			g.limit = plot_limit(st, &pl);
		ig_graph_draw(&g, c, ig_rect_left(&r, r.w / (n - i)));
	}
}

static void draw_outcome(const struct state *st, struct ig_pen *p)
{
	const struct ig_run_info *info = ig_run_info(st->run);
	bool clean = ig_report_run_status(info) == 0;
	ig_auto_buf text = IG_BUF_INIT(256);

	ig_report_outcome_text(info, ig_run_plan(st->run), &text);
	ig_pen_glyph(p, clean ? IG_R_OK : IG_R_ERROR, clean ? IG_G_OK : IG_G_NO);
	ig_pen_lit(p, IG_R_NORMAL, " ");
	ig_pen_lit(p, clean ? IG_R_OK : IG_R_TITLE, ig_buf_str(&text));
}

static void draw_state(const struct state *st, struct ig_cells *c, struct ig_rect r)
{
	const struct ig_run_info *info = ig_run_info(st->run);
	struct ig_pen p = ig_pen(c, r);

	if (info->state == IG_RUN_ENDED) {
		draw_outcome(st, &p);
	} else {
		ig_pen_litf(&p, IG_R_ACCENT, "%s", ig_run_state_name(info->state));
		if (info->started_ms && info->timeout_ms)
			ig_pen_litf(&p, IG_R_NORMAL, "  %.1f of %.0f s",
			    (double)info->duration_ms / 1000, (double)info->timeout_ms / 1000);
		if (info->pid)
			ig_pen_litf(&p, IG_R_MUTED, "  pid %d", (int)info->pid);
	}
	if (info->container_id)
		ig_pen_litf(&p, IG_R_MUTED, "  container %.12s", info->container_id);
	if (info->error) {
		ig_pen_lit(&p, IG_R_WARN, "  ");
		ig_pen_raws(&p, IG_R_WARN, ig_err_msg(info->error));
	}
}

static void draw_events(const struct ig_run_info *info, struct ig_cells *c, struct ig_rect r)
{
	struct ig_rect title = ig_rect_top(&r, 1);
	size_t first = info->event_n > (size_t)r.h ? info->event_n - (size_t)r.h : 0;
	struct ig_pen p = ig_pen(c, r);
	char head[64];

	snprintf(head, sizeof(head), "Events %zu", info->event_n);
	ig_rule(c, title, false, head);
	for (size_t i = first; i < info->event_n; i++) {
		const struct ig_run_event *e = &info->event[i];

		ig_pen_at(&p, (int)(i - first), 0);
		ig_pen_litf(&p, IG_R_MUTED, "%8.3f ", (double)e->t_ms / 1000);
		ig_pen_litf(&p, strcmp(e->verdict, "observed") == 0 ? IG_R_MUTED : IG_R_DENIED, "%s",
		    e->verdict);
		ig_pen_litf(&p, IG_R_NORMAL, " %s ", e->kind);
		ig_pen_raws(&p, IG_R_NORMAL, e->target);
		ig_pen_litf(&p, IG_R_MUTED, "  %s", e->source);
		if (e->count > 1)
			ig_pen_litf(&p, IG_R_MUTED, "  x%llu", (unsigned long long)e->count);
	}
}

/* An empty log says why it is empty. */
static const char *why_empty(const struct ig_run_info *info)
{
	if (info->state < IG_RUN_RUNNING)
		return "the service has not started yet";
	if (info->state == IG_RUN_ENDED)
		return "the service printed nothing";
	return "the service has printed nothing so far";
}

static void draw_log(struct state *st, const struct ig_run_info *info, struct ig_cells *c,
    struct ig_rect r)
{
	struct ig_rect title = ig_rect_top(&r, 1);
	struct ig_pager *lg = &st->log;
	uint64_t lines = ig_logstore_lines(info->log);
	struct ig_pen p;
	char head[256];
	int n;

	if (lines) /* it counts what it neutralises as it draws */
		ig_pager_draw(lg, c, r);
	n = snprintf(head, sizeof(head), "Log  %llu lines  %.1f MB%s", (unsigned long long)lines,
	    (double)info->output_bytes / 1e6,
	    lg->frozen ? "  FROZEN" : lg->follow ? "  FOLLOW" : "");
	if (lg->frozen && ig_pager_behind(lg))
		n += snprintf(head + n, sizeof(head) - (size_t)n, "  +%llu lines",
		    (unsigned long long)ig_pager_behind(lg));
	if (lines && lg->neutralised)
		n += snprintf(head + n, sizeof(head) - (size_t)n, "  %zu neutralised here",
		    lg->neutralised);
	if (ig_logstore_dropped(info->log))
		snprintf(head + n, sizeof(head) - (size_t)n, "  %llu bytes dropped",
		    (unsigned long long)ig_logstore_dropped(info->log));
	st->rect = r;
	ig_rule(c, title, true, head);
	if (!lines) {
		p = ig_pen(c, r);
		ig_pen_lit(&p, IG_R_MUTED, why_empty(info));
	}
}

/* Before there is a run: what is being prepared, or why there is none. */
static void draw_before(const ig_session *s, struct ig_cells *c, struct ig_rect r)
{
	static const enum ig_step steps[] = {IG_STEP_SNAPSHOT, IG_STEP_RUN};
	struct ig_pen p = ig_pen(c, r);

	ig_pen_at(&p, r.h / 3, 2);
	for (size_t i = 0; i < IG_COUNT(steps); i++) {
		const ig_err *e = ig_session_error(s, steps[i]);

		if (!e)
			continue;
		ig_pen_lit(&p, IG_R_ERROR, "not started: ");
		ig_pen_raws(&p, IG_R_NORMAL, ig_err_msg(e));
		ig_pen_at(&p, r.h / 3 + 1, 2);
		ig_pen_raws(&p, IG_R_MUTED, ig_err_hint_text(e));
		return;
	}
	ig_pen_lit(&p, IG_R_ACCENT, "sealing the snapshot");
}

static void draw(void *state, void *model, struct ig_cells *c, struct ig_rect r)
{
	struct state *st = state;
	const struct ig_model *m = model;
	const struct ig_run_info *info;
	int graph_rows = r.h >= 30 ? 8 : r.h >= 18 ? 6 : r.h >= 12 ? 4 : 0;

	if (!m->current)
		return;
	if (!st->run) {
		draw_before(m->current, c, r);
		return;
	}
	info = ig_run_info(st->run);
	draw_state(st, c, ig_rect_top(&r, 1));
	st->graphs = ig_rect_top(&r, graph_rows);
	if (graph_rows)
		draw_graphs(st, c, st->graphs);
	if (info->event_n && r.h >= 8)
		draw_events(info, c,
		    ig_rect_top(&r, 1 + (info->event_n > 4 ? 4 : (int)info->event_n)));
	draw_log(st, info, c, r);
}

static void stop_confirmed(struct ig_model *m, const char *text, void *user)
{
	(void)text;
	(void)user;
	ig_session_stop(m->current);
	ig_model_say(m, "stopping: SIGTERM, and SIGKILL when that does not help");
}

static void kill_confirmed(struct ig_model *m, const char *text, void *user)
{
	const struct state *st = user;

	(void)text;
	if (st->run)
		ig_run_kill(st->run);
	ig_model_say(m, "killing");
}

static void find(struct ig_model *m, const char *text, void *user)
{
	ig_search(m, &((struct state *)user)->log, text);
}

static bool live(const struct state *st)
{
	return st->run && ig_run_info(st->run)->state != IG_RUN_ENDED;
}

static unsigned end_run(struct state *st, struct ig_model *m, bool kill)
{
	if (!live(st)) {
		ig_model_say(m, "it has ended already");
		return IG_DO_DRAW;
	}
	if (kill)
		ig_model_ask(m, "Kill the service?", "SIGKILL, at once.", kill_confirmed, st);
	else
		ig_model_ask(m, "Stop the service?",
		    "SIGTERM first, SIGKILL two seconds later.", stop_confirmed, st);
	return IG_DO_DRAW;
}

static unsigned act(void *state, void *model, enum ig_action a, int digit)
{
	struct state *st = state;
	struct ig_model *m = model;

	(void)digit;
	switch ((int)a) {
	case IG_ACT_LIVE_FREEZE:
		ig_pager_freeze(&st->log, !st->log.frozen);
		return IG_DO_DRAW;
	case IG_ACT_LIVE_FOLLOW:
		ig_pager_freeze(&st->log, false);
		ig_pager_follow(&st->log, true);
		return IG_DO_DRAW;
	case IG_ACT_LIVE_WRAP:
		st->log.wrap = !st->log.wrap;
		return IG_DO_DRAW;
	case IG_ACT_LIVE_TIMES:
		st->times = !st->times;
		return IG_DO_DRAW;
	case IG_ACT_LIVE_GRAPH:
		m->graph = ig_graph_style_next(m->graph, m->ascii);
		return IG_DO_DRAW;
	case IG_ACT_LIVE_STOP:
		return end_run(st, m, false);
	case IG_ACT_LIVE_KILL:
		return end_run(st, m, true);
	case IG_ACT_FIND:
		ig_model_prompt(m, "find: ", NULL, find, st);
		return IG_DO_DRAW;
	default:
		return ig_pager_key(m, &st->log, a);
	}
}

static unsigned event(void *state, void *model, const struct ig_event *ev)
{
	struct state *st = state;

	(void)model;
	return ev->kind == IG_EV_MOUSE ? ig_pager_mouse(&st->log, st->rect, ev) : IG_DO_UNKNOWN;
}

const struct ig_view_ops ig_view_live = {
    .name = "live",
    .title = "Live",
    .contexts = {{IG_CTX_LIVE, IG_CTX_LIST, IG_CTX_GLOBAL}, 3},
    .state_size = sizeof(struct state),
    .init = init,
    .done = done,
    .sync = refresh,
    .draw = draw,
    .act = act,
    .event = event,
};
