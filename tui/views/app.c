#include "config.h"
#include "tui/views/app.h"

#include <stdio.h>
#include <string.h>

#include "core/report/report.h"
#include "tui/views/editor.h"
#include "tui/views/views.h"
#include "tui/widgets/bar.h"
#include "tui/widgets/layout.h"

enum {
	FRAME_MS = 40,	    /* what arrives by itself is drawn at most this often; keys at once */
	END_WAIT_MS = 8000, /* for runs to stop: the grace time and the engine's deadline */
};

static const struct ig_view_ops *const views[IG_ST_N] = {
    [IG_ST_SERVICES] = &ig_view_services,
    [IG_ST_FINDINGS] = &ig_view_findings,
    [IG_ST_POLICY] = &ig_view_policy,
    [IG_ST_LAUNCH] = &ig_view_launch,
    [IG_ST_LIVE] = &ig_view_live,
};

struct ig_app {
	ig_loop *loop;
	ig_term *term;
	struct ig_model m;
	void *state[IG_ST_N];
	struct ig_help *help;
	ig_editor *editor; /* has the terminal now; NULL: we have it */
	ig_timer *frame; /* a draw that waits for its time */
	ig_timer *end;	 /* patience while runs stop */
	uint64_t drawn_ms;
	bool urgent; /* a key was pressed: draw now */
	bool mouse;
	bool ending, ended;
	int status;
	struct ig_rect pipeline; /* where it was drawn, for the mouse */
	char alarm[40];		 /* on its right */
};

static enum ig_stage_state findings_stage(const ig_session *s)
{
	switch (ig_session_state(s, IG_STEP_AUDIT)) {
	case IG_STEP_BUSY:
		return IG_STAGE_BUSY;
	case IG_STEP_FAILED:
		return IG_STAGE_BLOCKED;
	case IG_STEP_DONE:
		return ig_session_blocking(s) ? IG_STAGE_BLOCKED : IG_STAGE_OK;
	case IG_STEP_IDLE:
	default:
		return IG_STAGE_IDLE;
	}
}

static enum ig_stage_state policy_stage(const ig_session *s)
{
	const struct ig_policy *p = ig_session_policy(s);

	if (ig_session_state(s, IG_STEP_POLICY) == IG_STEP_FAILED || !p)
		return IG_STAGE_BLOCKED;
	for (size_t k = 0; k < IG_P_N; k++)
		if (ig_policy_not_granted(p, (enum ig_pkey)k))
			return IG_STAGE_OPEN;
	return IG_STAGE_OK;
}

static enum ig_stage_state launch_stage(const ig_session *s)
{
	if (ig_session_state(s, IG_STEP_IMAGE) == IG_STEP_BUSY ||
	    ig_session_state(s, IG_STEP_SNAPSHOT) == IG_STEP_BUSY)
		return IG_STAGE_BUSY;
	if (ig_session_state(s, IG_STEP_AUDIT) != IG_STEP_DONE)
		return IG_STAGE_IDLE;
	if (ig_session_state(s, IG_STEP_RUN) == IG_STEP_BUSY)
		return IG_STAGE_OK;
	return ig_session_ready(s, true, NULL) == 0 ? IG_STAGE_OK : IG_STAGE_BLOCKED;
}

static enum ig_stage_state live_stage(const ig_session *s, char note[16])
{
	ig_run *r = ig_session_run(s);
	const struct ig_run_info *info = r ? ig_run_info(r) : NULL;
	uint64_t sec;

	if (!info)
		return IG_STAGE_IDLE;
	if (info->state == IG_RUN_ENDED)
		return ig_report_run_status(info) == 0 ? IG_STAGE_OK : IG_STAGE_BLOCKED;
	if (info->started_ms) {
		sec = info->duration_ms / 1000;
		snprintf(note, 16, "%02u:%02u:%02u", (unsigned)(sec / 3600 % 100),
		    (unsigned)(sec / 60 % 60), (unsigned)(sec % 60));
	}
	return IG_STAGE_BUSY;
}

/* In how many values more is granted than the base does: by the policy in force, and where a run is
 * looked at by the one it was started with. */
static unsigned wider_values(const struct ig_model *m)
{
	const struct ig_policy *p = m->current ? ig_session_policy(m->current) : NULL;
	unsigned n = 0;

	if (m->current && m->stage == IG_ST_LIVE && ig_session_run_policy(m->current))
		p = ig_session_run_policy(m->current);
	for (size_t k = 0; p && k < IG_P_N; k++)
		n += ig_pvalue_cmp((enum ig_pkey)k, &p->v[k], &p->base[k]) > 0;
	return n;
}

static void set_alarm(struct ig_app *app)
{
	const char *mode = app->m.session_opts.normal ? "NORMAL MODE" : "";
	unsigned n = wider_values(&app->m);

	if (n)
		snprintf(app->alarm, sizeof(app->alarm), "%s%s%u WIDER", mode, *mode ? "  " : "",
		    n);
	else
		snprintf(app->alarm, sizeof(app->alarm), "%s", mode);
}

/* What the bar shows; the strings live as long as the model. */
static struct ig_pipeline pipeline(struct ig_app *app, struct ig_stage stage[IG_ST_N])
{
	static const char *const titles[IG_ST_N] = {
#define STAGE(id, name, title) title,
	    IG_STAGES(STAGE)
#undef STAGE
	};
	const ig_session *s = app->m.current;

	for (size_t i = 0; i < IG_ST_N; i++)
		stage[i] = (struct ig_stage){.title = titles[i]};
	if (s) {
		stage[IG_ST_FINDINGS].state = findings_stage(s);
		stage[IG_ST_POLICY].state = policy_stage(s);
		stage[IG_ST_LAUNCH].state = launch_stage(s);
		stage[IG_ST_LIVE].state = live_stage(s, stage[IG_ST_LIVE].note);
	}
	set_alarm(app);
	return (struct ig_pipeline){
	    .subject = s ? ig_session_service(s)->name : "ignite-tui",
	    .stage = stage,
	    .stage_n = IG_ST_N,
	    .current = (size_t)app->m.stage,
	    .right = *app->alarm ? app->alarm : NULL,
	    .alarm = wider_values(&app->m) > 0,
	};
}

static void draw_status(struct ig_app *app, struct ig_cells *c, struct ig_rect r)
{
	const struct ig_model *m = &app->m;

	if (m->prompt.open)
		ig_prompt_draw(&m->prompt, c, r);
	else if (m->error)
		ig_status_error(c, r, m->error);
	else if (m->message)
		ig_status_text(c, r, m->message, NULL);
	else if (m->engine_error)
		ig_status_error(c, r, m->engine_error);
	else
		ig_status_text(c, r, m->engine_text ? m->engine_text : "looking for the engine", NULL);
}

static void draw(struct ig_app *app)
{
	static const struct ig_contexts asked = {{IG_CTX_CONFIRM}, 1};
	struct ig_cells *c = ig_term_cells(app->term);
	struct ig_frame f = ig_frame_layout(c->rows, c->cols);
	const struct ig_view_ops *v = views[app->m.stage];
	struct ig_stage stage[IG_ST_N];
	struct ig_pipeline p;

	ig_cells_clear(c);
	if (f.too_small) {
		ig_draw_too_small(c);
		ig_term_show(app->term);
		return;
	}
	p = pipeline(app, stage);
	app->pipeline = f.pipeline;
	ig_pipeline_draw(&p, c, f.pipeline);
	v->draw(app->state[app->m.stage], &app->m, c, f.main);
	draw_status(app, c, f.status);
	ig_hints_draw(c, f.hints, app->m.confirm.open ? &asked : &v->contexts);
	if (app->help)
		ig_help_draw(app->help, c, f.main);
	if (app->m.confirm.open)
		ig_confirm_draw(&app->m.confirm, c, f.main);
	ig_term_show(app->term);
}

static void end_now(void *user)
{
	struct ig_app *app = user;

	app->ended = true;
	ig_loop_stop(app->loop);
}

/* The view looks at the model again: before it draws, and before it takes the next of several
 * keys that came at once. */
static void catch_up(struct ig_app *app)
{
	const struct ig_view_ops *v = views[app->m.stage];

	if (!app->m.changed)
		return;
	app->m.changed = false;
	if (v->sync)
		v->sync(app->state[app->m.stage], &app->m);
}

static void editor_ended(const ig_err *err, void *user)
{
	struct ig_app *app = user;

	ig_editor_free(app->editor);
	app->editor = NULL;
	if (app->term)
		ig_term_enter(app->term);
	app->m.dirty = app->m.changed = app->urgent = true;
	app->m.edited(&app->m, err, app->m.edited_user);
}

/* The model knows no terminal: what it wants edited is edited here. */
static void start_editor(struct ig_app *app)
{
	ig_auto_free char *path = IG_STEAL(app->m.want_editor);
	ig_auto_err err = NULL;

	if (app->editor || !app->term)
		return;
	ig_term_leave(app->term);
	app->editor = ig_editor_start(app->loop, path, editor_ended, app, &err);
	if (!app->editor)
		editor_ended(err, app);
}

void ig_app_pass(void *user)
{
	struct ig_app *app = user;
	uint64_t now = ig_now_ms();

	if (app->ending && !app->ended && ig_model_live(&app->m) == 0)
		end_now(app);
	if (app->m.want_editor)
		start_editor(app);
	catch_up(app);
	if (!app->term || !app->m.dirty || app->ended || !ig_term_ready(app->term))
		return;
	if (!app->urgent && now - app->drawn_ms < FRAME_MS) {
		ig_timer_set(app->frame, FRAME_MS - (now - app->drawn_ms));
		return;
	}
	app->m.dirty = app->urgent = false;
	app->drawn_ms = now;
	draw(app);
}

/* Only there to end the wait of the loop: the pass after it draws. */
static void frame_due(void *user)
{
	((struct ig_app *)user)->m.dirty = true;
}

static void begin_end(struct ig_app *app, int status)
{
	if (app->ending) { /* asked again: patience is over, the removal goes on in the free */
		end_now(app);
		return;
	}
	app->ending = true;
	app->status = status;
	ig_model_stop_all(&app->m);
	if (ig_model_live(&app->m))
		ig_model_say(&app->m, "stopping what still runs");
	ig_timer_set(app->end, END_WAIT_MS);
}

static void quit_confirmed(struct ig_model *m, const char *text, void *user)
{
	(void)m;
	(void)text;
	begin_end(user, 0);
}

static void quit(struct ig_app *app)
{
	size_t n = ig_model_live(&app->m);
	char detail[128];

	if (n == 0 || app->ending) {
		begin_end(app, 0);
		return;
	}
	snprintf(detail, sizeof(detail), "%zu %s still running and will be stopped.", n,
	    n == 1 ? "service is" : "services are");
	ig_model_ask(&app->m, "Quit?", detail, quit_confirmed, app);
}

static void go_back(struct ig_app *app)
{
	if (app->m.stage == IG_ST_SERVICES)
		quit(app);
	else
		ig_model_go(&app->m, app->m.stage == IG_ST_FINDINGS ? IG_ST_SERVICES
								     : app->m.stage - 1);
}

static bool act_global(struct ig_app *app, enum ig_action a, int digit)
{
	struct ig_model *m = &app->m;

	switch ((int)a) {
	case IG_ACT_STAGE_NEXT:
		if (m->stage + 1 < IG_ST_N)
			ig_model_go(m, m->stage + 1);
		return true;
	case IG_ACT_STAGE_PREV:
		if (m->stage > 0)
			ig_model_go(m, m->stage - 1);
		return true;
	case IG_ACT_STAGE_GO:
		if (digit >= 0 && digit < IG_ST_N)
			ig_model_go(m, (enum ig_stage_id)digit);
		return true;
	case IG_ACT_HELP:
		app->help = ig_help_new(&views[m->stage]->contexts);
		return true;
	case IG_ACT_MOUSE:
		app->mouse = !app->mouse;
		ig_term_mouse(app->term, app->mouse);
		ig_model_say(m, "mouse %s", app->mouse ? "on" : "off: the terminal selects text");
		return true;
	case IG_ACT_REDRAW:
		ig_term_redraw(app->term);
		return true;
	case IG_ACT_SUSPEND:
		ig_term_suspend(app->term);
		return true;
	case IG_ACT_QUIT:
		quit(app);
		return true;
	case IG_ACT_BACK:
	case IG_ACT_UP_LEVEL:
		if (a == IG_ACT_BACK || m->stage != IG_ST_SERVICES)
			go_back(app);
		else
			ig_model_quiet(m);
		return true;
	default:
		return false;
	}
}

static void answer_confirm(struct ig_app *app, const struct ig_event *ev)
{
	struct ig_model *m = &app->m;
	unsigned r = ig_confirm_event(&m->confirm, ev);

	if (r & IG_DO_YES)
		m->answer(m, "", m->answer_user);
}

static void answer_prompt(struct ig_app *app, const struct ig_event *ev)
{
	struct ig_model *m = &app->m;
	ig_auto_free char *text = NULL;

	if (!(ig_prompt_event(&m->prompt, ev) & IG_DO_YES))
		return;
	text = ig_strdup(ig_prompt_text(&m->prompt)); /* the answer may open another prompt */
	m->answer(m, text, m->answer_user);
}

static void key(struct ig_app *app, const struct ig_event *ev)
{
	const struct ig_view_ops *v = views[app->m.stage];
	void *state = app->state[app->m.stage];
	int digit = -1;
	enum ig_action a = ig_key_action(&v->contexts, ev->key, &digit);

	if (a == IG_ACT_NONE) {
		if (v->event)
			v->event(state, &app->m, ev);
		return;
	}
	if (v->act && !(v->act(state, &app->m, a, digit) & IG_DO_UNKNOWN))
		return;
	act_global(app, a, digit);
}

static void mouse(struct ig_app *app, const struct ig_event *ev)
{
	struct ig_stage stage[IG_ST_N];
	struct ig_pipeline p = pipeline(app, stage);
	const struct ig_view_ops *v = views[app->m.stage];
	int hit = -1;

	if (ev->button == IG_MOUSE_LEFT && ig_rect_has(app->pipeline, ev->y, ev->x))
		hit = ig_pipeline_hit(&p, app->pipeline, ev->y, ev->x);
	if (hit >= 0)
		ig_model_go(&app->m, (enum ig_stage_id)hit);
	else if (v->event)
		v->event(app->state[app->m.stage], &app->m, ev);
}

/* Help, a question or a prompt takes all keys while it is open. */
static bool overlay_takes(struct ig_app *app, const struct ig_event *ev)
{
	if (ev->kind != IG_EV_KEY && ev->kind != IG_EV_PASTE && ev->kind != IG_EV_MOUSE)
		return false;
	if (app->m.confirm.open) {
		answer_confirm(app, ev);
	} else if (app->help) {
		if (ig_help_event(app->help, ev) & IG_DO_CLOSE) {
			ig_help_free(app->help);
			app->help = NULL;
		}
	} else if (app->m.prompt.open) {
		answer_prompt(app, ev);
	} else {
		return false;
	}
	return true;
}

void ig_app_event(const struct ig_event *ev, void *user)
{
	struct ig_app *app = user;

	app->m.dirty = app->urgent = true;
	catch_up(app);
	if (overlay_takes(app, ev))
		return;
	switch (ev->kind) {
	case IG_EV_KEY:
		key(app, ev);
		break;
	case IG_EV_MOUSE:
		mouse(app, ev);
		break;
	case IG_EV_SIGNAL:
		begin_end(app, 128 + ev->signo);
		break;
	case IG_EV_HANGUP:
		begin_end(app, 3);
		break;
	case IG_EV_PASTE:
	case IG_EV_RESIZE:
	case IG_EV_REDRAW:
		break;
	}
}

ig_app *ig_app_new(ig_loop *loop, const struct ig_workbench_opts *opts, ig_err **err)
{
	struct ig_app *app = ig_calloc(1, sizeof(*app));

	app->loop = loop;
	app->mouse = !opts->no_mouse;
	ig_model_init(&app->m, loop, &opts->session);
	app->m.graph = opts->graph;
	if (ig_model_scan(&app->m, opts->dir, err) < 0) {
		ig_model_done(&app->m);
		free(app);
		return NULL;
	}
	app->frame = ig_timer_new(loop, frame_due, app);
	app->end = ig_timer_new(loop, end_now, app);
	for (size_t i = 0; i < IG_ST_N; i++) {
		app->state[i] = ig_calloc(1, views[i]->state_size);
		views[i]->init(app->state[i], &app->m);
	}
	ig_model_connect(&app->m, opts->host);
	if (app->m.list.n == 1 && strcmp(app->m.list.v[0]->rel, ".") == 0 &&
	    ig_model_open(&app->m, app->m.list.v[0]->path))
		ig_model_go(&app->m, IG_ST_FINDINGS);
	return app;
}

void ig_app_free(ig_app *app)
{
	if (!app)
		return;
	for (size_t i = 0; i < IG_ST_N; i++) {
		views[i]->done(app->state[i]);
		free(app->state[i]);
	}
	ig_help_free(app->help);
	ig_timer_free(app->frame);
	ig_timer_free(app->end);
	ig_model_done(&app->m);
	free(app);
}

void ig_app_attach(ig_app *app, ig_term *term)
{
	if (!term) { /* before the terminal goes: it shares the signals of the keys */
		ig_editor_free(app->editor);
		app->editor = NULL;
	}
	app->term = term;
	app->m.dirty = app->m.changed = app->urgent = true;
	if (!term)
		return;
	app->m.ascii = ig_term_cells(term)->ascii;
	if (app->m.graph == IG_GRAPH_AUTO)
		app->m.graph = ig_term_graph(term);
}

struct ig_model *ig_app_model(ig_app *app)
{
	return &app->m;
}

bool ig_app_ended(const ig_app *app, int *ret_status)
{
	if (ret_status)
		*ret_status = app->status;
	return app->ended;
}
