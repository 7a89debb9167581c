#include "config.h"
#include "tui/widgets/bar.h"

#include <stdio.h>
#include <string.h>

#include "core/base/text.h"

enum { MAX_STAGES = 12, MAX_HINTS = 16, SUBJECT_MAX = 28 };

static const struct {
	const char *mark; /* for the row without glyphs: after the title */
	enum ig_role role;
	bool glyph; /* the OK glyph instead */
} states[] = {
    [IG_STAGE_IDLE] = {"", IG_R_MUTED, false},
    [IG_STAGE_OPEN] = {"~", IG_R_MEDIUM, false},
    [IG_STAGE_OK] = {"", IG_R_OK, true},
    [IG_STAGE_BLOCKED] = {"!", IG_R_HIGH, false},
    [IG_STAGE_BUSY] = {"*", IG_R_ACCENT, false},
};

/* Where each stage begins and how it is shown. */
struct place {
	int x, w;
	bool shorter;
};

static int stage_width(const struct ig_pipeline *p, size_t i, bool shorter)
{
	const struct ig_stage *s = &p->stage[i];
	int w = 2 + (i > 9 ? 2 : 1); /* blanks around, number */

	if (!shorter)
		w = 2 + (i ? 2 : 0) + ig_lit_width(s->title);
	if (s->note[0] && !shorter)
		w += 1 + ig_lit_width(s->note);
	if (states[s->state].glyph || *states[s->state].mark)
		w += 1;
	return w;
}

static int subject_width(const struct ig_pipeline *p, int room)
{
	int w, most = room / 4 > SUBJECT_MAX ? SUBJECT_MAX : room / 4;

	if (!p->subject || !*p->subject)
		return 0;
	w = (int)ig_text_width(p->subject, strlen(p->subject), 0) + 2;
	return w < most ? w : most;
}

static void arrange(const struct ig_pipeline *p, int room, struct place *at, size_t n)
{
	int x = subject_width(p, room), right = p->right ? ig_lit_width(p->right) + 2 : 0;
	int total = x + right;

	for (size_t i = 0; i < n; i++) {
		at[i].shorter = false;
		total += stage_width(p, i, false) + (i ? 1 : 0);
	}
	/* Round 0 shortens from the left; round 1 gives up what stands on the right, then the
	 * current. */
	for (int round = 0; round < 2; round++) {
		total -= round ? right : 0;
		for (size_t i = 0; i < n && total > room; i++) {
			if (at[i].shorter || (i == p->current && !round))
				continue;
			at[i].shorter = true;
			total -= stage_width(p, i, false) - stage_width(p, i, true);
		}
	}
	for (size_t i = 0; i < n; i++) {
		x += i ? 1 : 0;
		at[i].x = x;
		at[i].w = stage_width(p, i, at[i].shorter);
		x += at[i].w;
	}
}

static void draw_stage(const struct ig_pipeline *p, struct ig_pen *pen, size_t i, bool shorter)
{
	const struct ig_stage *s = &p->stage[i];
	bool current = i == p->current;
	enum ig_role role = current                     ? IG_R_SELECTED
	                    : s->state == IG_STAGE_IDLE ? IG_R_MUTED
	                                                : IG_R_NORMAL;
	enum ig_role mark = current ? IG_R_SELECTED : states[s->state].role;

	pen->blank = role;
	ig_pen_blank(pen, 1);
	if (i || shorter)
		ig_pen_litf(pen, role, shorter ? "%zu" : "%zu ", i);
	if (!shorter)
		ig_pen_lit(pen, role, s->title);
	if (states[s->state].glyph)
		ig_pen_glyph(pen, mark, IG_G_OK);
	else
		ig_pen_lit(pen, mark, states[s->state].mark);
	if (s->note[0] && !shorter) {
		ig_pen_blank(pen, 1);
		ig_pen_lit(pen, role, s->note);
	}
	ig_pen_blank(pen, 1);
	pen->blank = IG_R_NORMAL;
}

void ig_pipeline_draw(const struct ig_pipeline *p, struct ig_cells *c, struct ig_rect r)
{
	size_t n = p->stage_n < MAX_STAGES ? p->stage_n : MAX_STAGES;
	struct ig_pen pen = ig_pen(c, r);
	struct place at[MAX_STAGES];
	int w = subject_width(p, r.w);

	arrange(p, r.w, at, n);
	if (w) {
		ig_pen_blank(&pen, 1);
		ig_pen_field(&pen, (struct ig_field){w - 2, IG_ALIGN_LEFT, IG_R_TITLE}, p->subject,
		    strlen(p->subject));
	}
	for (size_t i = 0; i < n; i++) {
		if (i) {
			ig_pen_at(&pen, 0, at[i].x - 1);
			ig_pen_glyph(&pen, IG_R_BORDER, IG_G_SEP);
		}
		ig_pen_at(&pen, 0, at[i].x);
		draw_stage(p, &pen, i, at[i].shorter);
	}
	if (p->right && n && at[n - 1].x + at[n - 1].w + 1 + ig_lit_width(p->right) < r.w) {
		ig_pen_at(&pen, 0, r.w - ig_lit_width(p->right) - 1);
		ig_pen_lit(&pen, p->alarm ? IG_R_DENIED : IG_R_ACCENT, p->right);
	}
}

int ig_pipeline_hit(const struct ig_pipeline *p, struct ig_rect r, int y, int x)
{
	size_t n = p->stage_n < MAX_STAGES ? p->stage_n : MAX_STAGES;
	struct place at[MAX_STAGES];

	if (!ig_rect_has(r, y, x))
		return -1;
	arrange(p, r.w, at, n);
	for (size_t i = 0; i < n; i++)
		if (x - r.x >= at[i].x && x - r.x < at[i].x + at[i].w)
			return (int)i;
	return -1;
}

void ig_status_error(struct ig_cells *c, struct ig_rect r, const ig_err *err)
{
	const char *msg = ig_err_msg(err), *hint = ig_err_hint_text(err);
	unsigned flags = c->ascii ? IG_TEXT_ASCII : 0;
	struct ig_pen p = ig_pen(c, r);
	int msg_w = (int)ig_text_width(msg, strlen(msg), flags);
	int hint_w = hint ? (int)ig_text_width(hint, strlen(hint), flags) + 4 : 0;
	int most = r.w - 2 - hint_w;

	if (most < r.w / 3)
		most = r.w / 3;
	ig_pen_blank(&p, 1);
	ig_pen_field(&p, (struct ig_field){msg_w < most ? msg_w : most, IG_ALIGN_LEFT, IG_R_ERROR},
	    msg, strlen(msg));
	if (!hint)
		return;
	ig_pen_lit(&p, IG_R_MUTED, "  > ");
	ig_pen_field(
	    &p, (struct ig_field){r.w - 1 - p.x, IG_ALIGN_LEFT, IG_R_NORMAL}, hint, strlen(hint));
}

void ig_status_text(struct ig_cells *c, struct ig_rect r, const char *text, const char *right)
{
	struct ig_pen p = ig_pen(c, r);
	int w = right ? ig_lit_width(right) + 2 : 1;

	ig_pen_blank(&p, 1);
	if (text)
		ig_pen_field(&p, (struct ig_field){r.w - 1 - w, IG_ALIGN_LEFT, IG_R_MUTED}, text,
		    strlen(text));
	if (!right)
		return;
	ig_pen_at(&p, 0, r.w - ig_lit_width(right) - 1);
	ig_pen_lit(&p, IG_R_ACCENT, right);
}

void ig_hints_draw(struct ig_cells *c, struct ig_rect r, const struct ig_contexts *in)
{
	const struct ig_key_row *row[MAX_HINTS];
	struct ig_pen p = ig_pen(c, r);
	size_t n = ig_key_hints(in, r.w - 1, row, MAX_HINTS);
	char name[32];

	ig_pen_blank(&p, 1);
	for (size_t i = 0; i < n; i++) {
		ig_pen_lit(&p, IG_R_KEY, ig_key_name(row[i]->key, name));
		ig_pen_blank(&p, 1);
		ig_pen_lit(&p, IG_R_MUTED, row[i]->label);
		ig_pen_blank(&p, 2);
	}
}
