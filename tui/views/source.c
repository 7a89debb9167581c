#include "config.h"
#include "tui/views/source.h"

#include <string.h>

static uint64_t count(const void *user)
{
	return ((const struct ig_source *)user)->line_n;
}

static bool line(const void *user, uint64_t i, struct ig_pager_line *ret)
{
	const struct ig_source *s = user;
	size_t from, to;

	if (i >= s->line_n)
		return false;
	from = s->line[i];
	to = i + 1 < s->line_n ? s->line[i + 1] - 1 : s->text.len;
	if (to > from && s->text.data[to - 1] == '\n') /* of the last line */
		to--;
	if (to > from && s->text.data[to - 1] == '\r') /* a line end of the other kind */
		to--;
	ret->text = s->text.data + from;
	ret->len = to - from;
	ret->role = IG_R_NORMAL;
	if (s->noted && i + 1 == s->noted) {
		ret->note = s->note;
		ret->note_role = IG_R_WARN;
	}
	return true;
}

static const struct ig_pager_ops ops = {.count = count, .line = line, .empty = "an empty file"};

void ig_source_init(struct ig_source *s)
{
	*s = (struct ig_source){0};
	ig_pager_init(&s->pager, &ops, s);
	s->pager.numbers = true;
}

static void clear(struct ig_source *s)
{
	free(s->file);
	s->file = NULL;
	s->audit = NULL;
	ig_buf_done(&s->text);
	free(s->line);
	s->line = NULL;
	s->line_n = 0;
	ig_err_free(s->error);
	s->error = NULL;
}

void ig_source_done(struct ig_source *s)
{
	clear(s);
	free(s->note);
	ig_pager_done(&s->pager);
}

static void split(struct ig_source *s)
{
	size_t cap = 0;
	const char *p = s->text.data, *end = p + s->text.len, *nl;

	for (; p && p < end; p = nl + 1) {
		IG_GROW(s->line, s->line_n, cap);
		s->line[s->line_n++] = (size_t)(p - s->text.data);
		nl = memchr(p, '\n', (size_t)(end - p));
		if (!nl)
			break;
	}
}

static void load(struct ig_source *s, const ig_session *session, const char *file)
{
	clear(s);
	s->audit = ig_session_audit(session);
	s->file = ig_strdup(file);
	if (ig_audit_source(ig_session_service(session), s->audit, file, &s->text, &s->error) == 0)
		split(s);
	ig_pager_reset(&s->pager, s);
}

void ig_source_show(struct ig_source *s, const ig_session *session, const struct ig_finding *f)
{
	if (!f) {
		clear(s);
		ig_pager_reset(&s->pager, s);
		return;
	}
	if (!s->file || s->audit != ig_session_audit(session) || strcmp(s->file, f->file) != 0)
		load(s, session, f->file);
	free(s->note);
	s->note = f->value ? ig_asprintf("^ value: %s", f->value) : NULL;
	s->noted = s->note ? (f->end_line > f->line ? f->end_line : f->line) : 0;
	ig_pager_mark(&s->pager, f->line, f->end_line > f->line ? f->end_line : f->line);
}

void ig_source_draw(struct ig_source *s, struct ig_cells *c, struct ig_rect r)
{
	struct ig_pen p;

	if (!s->error) {
		ig_pager_draw(&s->pager, c, r);
		return;
	}
	p = ig_pen(c, r);
	ig_pen_raws(&p, IG_R_WARN, ig_err_msg(s->error));
	ig_pen_at(&p, 1, 0);
	ig_pen_raws(&p, IG_R_MUTED, ig_err_hint_text(s->error));
}

static void searched(struct ig_model *m, enum ig_find f)
{
	if (f == IG_FIND_NONE)
		ig_model_say(m, "not found");
	else if (f == IG_FIND_MORE)
		ig_model_again(m);
	m->dirty = true;
}

void ig_search(struct ig_model *m, struct ig_pager *p, const char *text)
{
	enum ig_find f = ig_pager_find(p, text, 1);

	if (*text)
		searched(m, f);
}

void ig_search_on(struct ig_model *m, struct ig_pager *p)
{
	if (p->scan_dir)
		searched(m, ig_pager_find_more(p));
}

unsigned ig_pager_key(struct ig_model *m, struct ig_pager *p, enum ig_action a)
{
	unsigned r = ig_pager_act(p, a);

	ig_search_on(m, p);
	return r;
}
