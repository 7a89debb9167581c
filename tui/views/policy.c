/* What it will be allowed: asked, granted, and where each value comes from; changed and saved here. */
#include "config.h"
#include "tui/views/views.h"

#include "tui/views/policy-view.h"
#include "tui/views/source.h"

static void init(void *state, void *model)
{
	struct ig_policy_view *st = state;

	st->model = model;
	ig_list_init(&st->list, &ig_policy_table, st);
	ig_policy_page_init(&st->page);
}

/* What belongs to one session. */
static void forget_session(struct ig_policy_view *st)
{
	ig_policy_forget(st);
	ig_policy_save_drop(st);
	ig_policy_file_free(st->file);
	st->file = NULL;
	ig_policy_free(st->taking);
	st->taking = NULL;
	free(st->wanted);
	st->wanted = NULL;
	ig_err_free(st->unenforced);
	st->unenforced = NULL;
	ig_policy_page_close(&st->page);
}

static void done(void *state)
{
	struct ig_policy_view *st = state;

	forget_session(st);
	ig_policy_page_done(&st->page);
	ig_list_done(&st->list);
}

/* What the plan or, by what the engine said of itself, the host cannot enforce. */
static void find_unenforced(struct ig_policy_view *st)
{
	ig_err_free(st->unenforced);
	st->unenforced = NULL;
	if (!st->policy || ig_session_ready(st->session, true, &st->unenforced) == 0 ||
	    ig_err_code(st->unenforced) == IG_E_UNENFORCED)
		return;
	ig_err_free(st->unenforced);
	st->unenforced = NULL;
}

static void refresh(void *state, void *model)
{
	struct ig_policy_view *st = state;
	struct ig_model *m = model;

	if (st->session != m->current) { /* another service: another history, another file */
		forget_session(st);
		st->session = m->current;
		if (m->current)
			ig_policy_file_find(st);
	}
	st->policy = m->current ? ig_session_policy(m->current) : NULL;
	find_unenforced(st);
	ig_search_on(m, &st->page.pager);
	ig_list_sync(&st->list, st);
}

static void draw(void *state, void *model, struct ig_cells *c, struct ig_rect r)
{
	struct ig_policy_view *st = state;

	if (!((const struct ig_model *)model)->current)
		return;
	st->rect = r;
	if (st->page.open)
		ig_policy_page_draw(&st->page, c, r);
	else
		ig_policy_draw(st, c, r);
}

static void find(struct ig_model *m, const char *text, void *user)
{
	struct ig_policy_view *st = user;

	if (st->page.open) {
		ig_search(m, &st->page.pager, text);
		return;
	}
	ig_list_find(&st->list, text);
	ig_list_act(&st->list, IG_ACT_FIND_NEXT);
	ig_model_say(m, "%zu settings match", ig_list_matches(&st->list));
}

static void leave_page(struct ig_policy_view *st)
{
	if (st->saving)
		ig_model_say(st->model, "nothing was written");
	ig_policy_save_drop(st);
	ig_policy_page_close(&st->page);
}

/* Movement in whatever is shown. */
static unsigned move(struct ig_policy_view *st, enum ig_action a)
{
	if (!st->page.open)
		return ig_list_act(&st->list, a);
	if (a == IG_ACT_BACK || a == IG_ACT_UP_LEVEL) {
		leave_page(st);
		return IG_DO_DRAW;
	}
	return ig_pager_key(st->model, &st->page.pager, a);
}

static void toggle_diff(struct ig_policy_view *st)
{
	bool was_open = st->page.open;

	leave_page(st);
	if (!was_open && st->policy)
		ig_policy_page_diff(st);
}

static unsigned act(void *state, void *model, enum ig_action a, int digit)
{
	static const struct {
		enum ig_action action;
		void (*fn)(struct ig_policy_view *st);
		bool needs_policy, leaves_page;
	} todo[] = {
	    {IG_ACT_POLICY_EDIT, ig_policy_edit_begin, true, true},
	    {IG_ACT_POLICY_UNDO, ig_policy_undo, true, true},
	    {IG_ACT_POLICY_REDO, ig_policy_redo, true, true},
	    {IG_ACT_POLICY_DIFF, toggle_diff, true, false},
	    {IG_ACT_POLICY_SAVE, ig_policy_save_begin, true, false},
	    {IG_ACT_POLICY_EDITOR, ig_policy_editor, false, true},
	    {IG_ACT_POLICY_RELOAD, ig_policy_reload, false, true},
	};
	struct ig_policy_view *st = state;
	struct ig_model *m = model;

	(void)digit;
	if (!m->current)
		return IG_DO_UNKNOWN;
	if (a == IG_ACT_FIND) {
		ig_model_prompt(m, "find: ", NULL, find, st);
		return IG_DO_DRAW;
	}
	for (size_t i = 0; i < IG_COUNT(todo); i++) {
		if (todo[i].action != a)
			continue;
		if (todo[i].leaves_page && st->page.open)
			leave_page(st);
		if (todo[i].needs_policy && !st->policy)
			ig_model_say(m, "there is no valid policy: o opens its file");
		else
			todo[i].fn(st);
		return IG_DO_DRAW;
	}
	return move(st, a);
}

static unsigned event(void *state, void *model, const struct ig_event *ev)
{
	struct ig_policy_view *st = state;
	bool opened = false;
	unsigned r;

	(void)model;
	if (ev->kind != IG_EV_MOUSE)
		return IG_DO_UNKNOWN;
	if (st->page.open)
		return ig_pager_mouse(&st->page.pager, st->rect, ev);
	r = ig_list_mouse(&st->list, st->rect, ev, &opened);
	if (opened)
		ig_policy_edit_begin(st);
	return r;
}

const struct ig_view_ops ig_view_policy = {
    .name = "policy",
    .title = "Policy",
    .contexts = {{IG_CTX_POLICY, IG_CTX_LIST, IG_CTX_GLOBAL}, 3},
    .state_size = sizeof(struct ig_policy_view),
    .init = init,
    .done = done,
    .sync = refresh,
    .draw = draw,
    .act = act,
    .event = event,
};
