#include "config.h"
#include "tui/widgets/prompt.h"

#include <string.h>

#include "core/base/text.h"

enum { PROBLEM_MIN = 30 /* columns that must be left to share them between text and problem */ };

void ig_prompt_open(struct ig_prompt *p, const char *label, const char *text)
{
	ig_prompt_done(p);
	p->label = label;
	p->text = IG_BUF_INIT(IG_PROMPT_MAX);
	if (text && strlen(text) <= IG_PROMPT_MAX)
		ig_buf_adds(&p->text, text);
	p->at = p->text.len;
	p->open = true;
}

void ig_prompt_done(struct ig_prompt *p)
{
	ig_buf_done(&p->text);
	p->text = IG_BUF_INIT(IG_PROMPT_MAX);
	p->at = 0;
	p->open = false;
	p->choices = NULL;
	free(p->problem);
	p->problem = NULL;
}

void ig_prompt_again(struct ig_prompt *p, const char *problem)
{
	free(p->problem);
	p->problem = ig_strdup_null(problem);
	p->open = true;
}

const char *ig_prompt_text(const struct ig_prompt *p)
{
	return ig_buf_str(&p->text);
}

/* Bytes of the unit behind the cursor; of the unit before it. */
static size_t next_len(const struct ig_prompt *p)
{
	struct ig_text_unit u;

	return ig_text_next(ig_buf_str(&p->text) + p->at, p->text.len - p->at, 0, &u);
}

static size_t prev_len(const struct ig_prompt *p)
{
	struct ig_text_unit u;
	size_t at = 0, used = 0;

	while (at < p->at) {
		used = ig_text_next(ig_buf_str(&p->text) + at, p->text.len - at, 0, &u);
		at += used;
	}
	return used < p->at ? used : p->at;
}

static void erase(struct ig_prompt *p, size_t from, size_t to)
{
	if (from >= to)
		return;
	memmove(p->text.data + from, p->text.data + to, p->text.len - to + 1);
	p->text.len -= to - from;
	p->at = from;
}

static void insert(struct ig_prompt *p, const char *s, size_t n)
{
	size_t at = p->at;

	if (ig_buf_add(&p->text, s, n) < 0)
		return; /* full: refused whole */
	memmove(p->text.data + at + n, p->text.data + at, p->text.len - n - at);
	memcpy(p->text.data + at, s, n);
	p->at = at + n;
}

static void paste(struct ig_prompt *p, const char *s, size_t n)
{
	size_t left = IG_PROMPT_MAX - p->text.len;
	char c;

	for (size_t i = 0; i < n && i < left; i++) {
		c = s[i] == '\n' || s[i] == '\r' || s[i] == '\t' ? ' ' : s[i];
		if (c)
			insert(p, &c, 1);
	}
}

static size_t word_start(const struct ig_prompt *p)
{
	size_t at = p->at;

	while (at && p->text.data[at - 1] == ' ')
		at--;
	while (at && p->text.data[at - 1] != ' ')
		at--;
	return at;
}

/* Puts the choice after (step 1) or before (-1) the one that stands there; any other text: the
 * first or the last. */
static void choose(struct ig_prompt *p, int step)
{
	const char *text = ig_buf_str(&p->text), *s = p->choices;
	int n = 0, at = -1, want;

	for (; *s; s += strcspn(s, "|"), s += *s == '|', n++)
		if (strcspn(s, "|") == p->text.len && !strncmp(s, text, p->text.len))
			at = n;
	want = at < 0 ? (step > 0 ? 0 : n - 1) : (at + n + step) % n;
	for (s = p->choices; want--; s += *s == '|')
		s += strcspn(s, "|");
	ig_buf_clear(&p->text);
	ig_buf_add(&p->text, s, strcspn(s, "|"));
	p->at = p->text.len;
}

static bool is_choosing(const struct ig_prompt *p, uint32_t key)
{
	return p->choices && *p->choices &&
	       (key == IG_K_TAB || key == IG_K_BACKTAB || key == IG_K_UP || key == IG_K_DOWN);
}

static void edit(struct ig_prompt *p, uint32_t key)
{
	char utf8[4];

	/* clang-format off */
	switch (key) {
	case IG_K_LEFT: case IG_CTRL('B'): p->at -= prev_len(p); break;
	case IG_K_RIGHT: case IG_CTRL('F'): p->at += next_len(p); break;
	case IG_K_HOME: case IG_CTRL('A'): p->at = 0; break;
	case IG_K_END: case IG_CTRL('E'): p->at = p->text.len; break;
	case IG_K_BACKSPACE: erase(p, p->at - prev_len(p), p->at); break;
	case IG_K_DEL: case IG_CTRL('D'): erase(p, p->at, p->at + next_len(p)); break;
	case IG_CTRL('U'): erase(p, 0, p->at); break;
	case IG_CTRL('K'): erase(p, p->at, p->text.len); break;
	case IG_CTRL('W'): erase(p, word_start(p), p->at); break;
	default:
		if (key >= 0x20 && key < IG_K_BASE)
			insert(p, utf8, ig_utf8_encode(key, utf8));
	}
	/* clang-format on */
}

unsigned ig_prompt_event(struct ig_prompt *p, const struct ig_event *ev)
{
	if (ev->kind == IG_EV_PASTE || ev->kind == IG_EV_KEY) {
		free(p->problem);
		p->problem = NULL;
	}
	if (ev->kind == IG_EV_PASTE) {
		paste(p, ev->text, ev->len);
		return IG_DO_DRAW;
	}
	if (ev->kind != IG_EV_KEY)
		return IG_DO_UNKNOWN;
	if (ev->key == IG_K_ENTER || ev->key == IG_K_ESC || ev->key == IG_CTRL('C')) {
		p->open = false;
		return ev->key == IG_K_ENTER ? IG_DO_YES : IG_DO_CLOSE;
	}
	if (is_choosing(p, ev->key))
		choose(p, ev->key == IG_K_TAB || ev->key == IG_K_DOWN ? 1 : -1);
	else
		edit(p, ev->key);
	return IG_DO_DRAW;
}

void ig_prompt_draw(const struct ig_prompt *p, struct ig_cells *c, struct ig_rect r)
{
	unsigned flags = c->ascii ? IG_TEXT_ASCII : 0;
	struct ig_pen pen = ig_pen(c, r), text;
	int before = (int)ig_text_width(ig_buf_str(&p->text), p->at, flags), w;

	if (r.h < 1)
		return;
	ig_pen_blank(&pen, 1);
	ig_pen_lit(&pen, IG_R_KEY, p->label ? p->label : "");
	w = r.w - pen.x - 1;
	if (w < 1)
		return;
	if (p->problem && w > PROBLEM_MIN) {
		struct ig_pen why = ig_pen(c, ig_rect_right(&r, w - w / 3));

		ig_pen_raws(&why, IG_R_ERROR, p->problem);
		w /= 3;
	}
	text = ig_pen_sub(&pen, w);
	if (before > w - 1)
		text.x -= before - (w - 1);
	c->cursor_y = r.y;
	c->cursor_x = text.clip.x + text.x + before;
	ig_pen_raw(&text, IG_R_NORMAL, ig_buf_str(&p->text), p->text.len);
	ig_pen_fill_to(&text, -1);
}

unsigned ig_confirm_event(struct ig_confirm *q, const struct ig_event *ev)
{
	struct ig_contexts in = IG_CONTEXTS(IG_CTX_CONFIRM);
	enum ig_action a;

	if (ev->kind != IG_EV_KEY)
		return IG_DO_NOTHING;
	a = ig_key_action(&in, ev->key, NULL);
	if (a != IG_ACT_CONFIRM_YES && a != IG_ACT_CONFIRM_NO && ev->key != IG_K_ESC &&
	    ev->key != 'q')
		return IG_DO_NOTHING;
	q->open = false;
	return a == IG_ACT_CONFIRM_YES ? IG_DO_YES : IG_DO_CLOSE;
}

static int line_count(const char *s)
{
	int n = s && *s ? 1 : 0;

	for (; s && *s; s++)
		n += *s == '\n' && s[1];
	return n;
}

void ig_confirm_draw(const struct ig_confirm *q, struct ig_cells *c, struct ig_rect r)
{
	int lines = line_count(q->detail), w = r.w < 64 ? r.w : 64, h = lines + (lines ? 5 : 4);
	struct ig_rect box;
	struct ig_pen p;

	h = h < r.h ? h : r.h;
	box = (struct ig_rect){r.y + (r.h - h) / 2, r.x + (r.w - w) / 2, h, w};
	ig_fill(c, box);
	ig_box(c, box, true, NULL);
	p = ig_pen(c, ig_rect_inner(box));
	ig_pen_at(&p, 0, 1);
	ig_pen_lit(&p, q->danger ? IG_R_ERROR : IG_R_TITLE, q->title);
	for (const char *s = q->detail; s && *s; s += strcspn(s, "\n"), s += *s == '\n') {
		ig_pen_at(&p, p.y + 1, 1);
		ig_pen_raw(&p, IG_R_NORMAL, s, strcspn(s, "\n"));
	}
	ig_pen_at(&p, h - 3, 1);
	ig_pen_lit(&p, IG_R_KEY, "y");
	ig_pen_lit(&p, IG_R_NORMAL, " yes   ");
	ig_pen_lit(&p, IG_R_KEY, "n");
	ig_pen_lit(&p, IG_R_NORMAL, " no");
}
