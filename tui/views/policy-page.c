#include "config.h"
#include "tui/views/policy-view.h"

#include <string.h>

enum { AROUND = 3 /* unchanged lines shown beside a change */ };

static uint64_t count(const void *user)
{
	return ((const struct ig_policy_page *)user)->line_n;
}

static bool ends_with(const char *s, size_t n, const char *end)
{
	size_t len = strlen(end);

	return n >= len && !memcmp(s + n - len, end, len);
}

static enum ig_role role_of(const char *s, size_t n)
{
	if (n > 3 && !memcmp(s, "== ", 3))
		return IG_R_TITLE;
	if (n && *s == '+')
		return IG_R_OK;
	if (n && *s == '-')
		return IG_R_HIGH;
	if (ends_with(s, n, "  wider"))
		return IG_R_DENIED;
	return ends_with(s, n, "  tighter") ? IG_R_OK : IG_R_NORMAL;
}

static bool line(const void *user, uint64_t i, struct ig_pager_line *ret)
{
	const struct ig_policy_page *g = user;

	if (i >= g->line_n)
		return false;
	ret->text = g->text.data + g->line[i];
	ret->len = strcspn(ret->text, "\n");
	ret->role = role_of(ret->text, ret->len);
	return true;
}

static const struct ig_pager_ops ops = {.count = count, .line = line, .empty = "no difference"};

void ig_policy_page_init(struct ig_policy_page *g)
{
	ig_pager_init(&g->pager, &ops, g);
	g->pager.wrap = true;
}

void ig_policy_page_done(struct ig_policy_page *g)
{
	ig_pager_done(&g->pager);
	ig_buf_done(&g->text);
	free(g->line);
	free(g->title);
}

struct ig_buf *ig_policy_page_begin(struct ig_policy_page *g, const char *title_fmt, ...)
{
	va_list ap;

	free(g->title);
	va_start(ap, title_fmt);
	if (vasprintf(&g->title, title_fmt, ap) < 0)
		abort();
	va_end(ap);
	ig_buf_clear(&g->text);
	return &g->text;
}

void ig_policy_page_show(struct ig_policy_page *g)
{
	const char *s = ig_buf_str(&g->text), *start = s;

	g->line_n = 0;
	for (; *s; s += strcspn(s, "\n"), s += *s == '\n') {
		IG_GROW(g->line, g->line_n, g->line_cap);
		g->line[g->line_n++] = (size_t)(s - start);
	}
	g->open = true;
	ig_pager_reset(&g->pager, g);
}

void ig_policy_page_close(struct ig_policy_page *g)
{
	g->open = false;
}

void ig_policy_page_draw(struct ig_policy_page *g, struct ig_cells *c, struct ig_rect r)
{
	struct ig_pen p = ig_rule(c, ig_rect_top(&r, 1), true, "Policy");

	ig_pen_raws(&p, IG_R_TITLE, g->title);
	ig_pen_blank(&p, 1);
	ig_pager_draw(&g->pager, c, r);
}

static bool is_change(const char *s)
{
	return *s == '+' || *s == '-';
}

/* The line after the one at s. */
static const char *next(const char *s)
{
	s += strcspn(s, "\n");
	return s + (*s == '\n');
}

size_t ig_policy_hunks(const struct ig_buf *a, const struct ig_buf *b, struct ig_buf *out)
{
	ig_auto_buf all = IG_BUF_INIT(0);
	size_t changed = 0, since = AROUND + 1;
	bool gap = false;

	ig_policy_text_diff(ig_buf_str(a), a->len, ig_buf_str(b), b->len, &all);
	for (const char *s = ig_buf_str(&all); *s; s = next(s)) {
		const char *ahead = s;
		int dist = 0;

		for (; *ahead && !is_change(ahead) && dist <= AROUND; dist++)
			ahead = next(ahead);
		since = is_change(s) ? 0 : since + 1;
		changed += is_change(s);
		if (since > AROUND && (!*ahead || dist > AROUND)) {
			gap = true;
			continue;
		}
		ig_buf_adds(out, gap ? " ...\n" : "");
		gap = false;
		ig_buf_add(out, s, (size_t)(next(s) - s));
	}
	return changed;
}

/* What the reviewer's file says, would say, and says on disk by now. */
static void add_file(struct ig_policy_view *st, struct ig_buf *out)
{
	ig_auto_err err = NULL;
	ig_policy_file *disk;

	ig_buf_printf(out, "\n== What a save would change in %s\n", ig_policy_file_path(st->file));
	if (ig_policy_fill(st, st->file, false, &err) < 0)
		ig_buf_printf(out, "it cannot be saved: %s\n", ig_err_msg(err));
	else if (!ig_policy_hunks(ig_policy_file_original(st->file),
	             ig_policy_file_text(st->file), out))
		ig_buf_adds(out, "nothing: the file says what is in force\n");
	ig_policy_unfill(st->file);
	disk = ig_policy_file_open(ig_policy_file_path(st->file), NULL);
	if (!disk) {
		ig_buf_adds(out, "\nthe file is gone from the disk\n");
		return;
	}
	if (ig_policy_file_text(disk)->len != ig_policy_file_original(st->file)->len ||
	    memcmp(ig_buf_str(ig_policy_file_text(disk)),
	        ig_buf_str(ig_policy_file_original(st->file)),
	        ig_policy_file_text(disk)->len) != 0) {
		ig_buf_adds(
		    out, "\n== What somebody changed on disk since it was read (r reads it)\n");
		ig_policy_hunks(ig_policy_file_original(st->file), ig_policy_file_text(disk), out);
	}
	ig_policy_file_free(disk);
}

void ig_policy_page_diff(struct ig_policy_view *st)
{
	struct ig_buf *out = ig_policy_page_begin(&st->page, "differences; Esc leaves");
	struct ig_policy *base = ig_policy_new("audit", NULL);
	size_t lines = 0;

	ig_buf_adds(out, "== What is granted, against the base (the audit defaults)\n");
	ig_policy_diff(base, st->policy, out, &lines);
	ig_policy_free(base);
	if (!lines)
		ig_buf_adds(out, "no difference\n");
	if (st->file)
		add_file(st, out);
	else
		ig_buf_adds(out, "\nThere is no file of yours behind it yet: w makes one.\n");
	if (st->policy->note_n)
		ig_buf_adds(out, "\n== Notes\n");
	for (size_t i = 0; i < st->policy->note_n; i++) {
		const struct ig_policy_note *n = &st->policy->note[i];

		if (n->file && n->line)
			ig_buf_printf(out, "%s:%u: %s\n", n->file, n->line, n->text);
		else
			ig_buf_printf(out, "%s%s%s\n", n->file ? n->file : "", n->file ? ": " : "",
			    n->text);
	}
	ig_policy_page_show(&st->page);
}
