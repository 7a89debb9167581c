#include "config.h"
#include "core/preflight/hidden.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

enum {
	PER_RULE = 20,
	RUN = 4,	  /* invisible characters one after another; joiners in emoji come alone */
	CARRIES = 8,	  /* from here on it holds something; libraries list a few of them */
	OFFSCREEN = 200,  /* blanks before code on one line: wider than any screen */
};

struct hidden {
	struct ig_scan *s;
	unsigned bidi, runs, look_alike, offscreen, fillers, wide;
	size_t wide_end;
	size_t run_start;
	unsigned run;
	bool glued; /* the run stands between letters */
	bool flag;  /* it follows a black flag: the tags of a region's flag */
	uint32_t last;
	bool run_tags; /* variation selectors or tags: they can carry bytes */
};

/* U+FE00..FE0F and U+E0100..E01EF select a form of what is before them; U+E0000..E007F are tags. */
static bool carries_bytes(uint32_t cp)
{
	return (cp >= 0xfe00 && cp <= 0xfe0f) || (cp >= 0xe0000 && cp <= 0xe01ef);
}

static bool invisible(uint32_t cp)
{
	return (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x2060 && cp <= 0x2064) || cp == 0xfeff ||
	    cp == 0x3164 || cp == 0xffa0 || cp == 0x115f || cp == 0x1160 || cp == 0x00ad ||
	    cp == 0x180e || carries_bytes(cp);
}

static bool in_name(unsigned char c)
{
	return c == '_' || c == '$' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static bool source(const struct ig_scan *s)
{
	return s->kind != IG_KIND_TEXT && s->kind != IG_KIND_OTHER;
}

static void end_run(struct hidden *h, size_t end)
{
	if (h->run < RUN && h->glued && source(h->s) && h->runs++ < PER_RULE)
		ig_scan_tell(h->s, IG_RULE(UNICODE_HIDDEN), IG_SEV_MEDIUM, IG_CONF_CERTAIN,
		    h->run_start, end, NULL, "an invisible character inside a word");
	h->glued = false;
	if (h->run >= RUN && !(h->flag && h->run <= 8) && h->runs++ < PER_RULE)
		ig_scan_tell(h->s, IG_RULE(UNICODE_HIDDEN),
		    h->run < CARRIES ? IG_SEV_MEDIUM : h->run_tags ? IG_SEV_CRITICAL : IG_SEV_HIGH,
		    IG_CONF_CERTAIN,
		    h->run_start, end, NULL, "%u invisible characters in a row%s", h->run,
		    h->run_tags ? ", of a kind that can carry bytes" : "");
	h->run = 0;
	h->run_tags = false;
}

static void bidi(struct hidden *h, uint32_t cp, size_t at, size_t n)
{
	/* Marks order neutral characters; embeddings, overrides and isolates reorder text. */
	const bool mark = cp == 0x200e || cp == 0x200f || cp == 0x061c;

	if (mark || h->bidi++ >= PER_RULE)
		return;
	ig_scan_tell(h->s, IG_RULE(UNICODE_BIDI), source(h->s) ? IG_SEV_HIGH : IG_SEV_MEDIUM,
	    IG_CONF_CERTAIN, at, at + n, NULL,
	    "a control character that changes the order in which text is shown (U+%04X)",
	    (unsigned)cp);
}

static int script_of(uint32_t cp)
{
	if ((cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z'))
		return 1;
	if (cp >= 0x0370 && cp <= 0x03ff)
		return 2;
	if (cp >= 0x0400 && cp <= 0x052f)
		return 4;
	if (cp >= 0x0530 && cp <= 0x058f)
		return 8;
	if ((cp >= 0xff21 && cp <= 0xff3a) || (cp >= 0xff41 && cp <= 0xff5a))
		return 16; /* full-width Latin */
	if (cp >= 0x1d400 && cp <= 0x1d7ff)
		return 32; /* mathematical letters */
	return 0;
}

/* Letters that look Latin but are not: a name with them beside Latin ones is made to deceive. */
static bool looks_latin(uint32_t cp)
{
	static const uint16_t list[] = {0x0430, 0x0435, 0x043e, 0x0440, 0x0441, 0x0443, 0x0445, 0x0455,
	    0x0456, 0x0458, 0x04bb, 0x0501, 0x051b, 0x051d, 0x0410, 0x0412, 0x0415, 0x041a, 0x041c,
	    0x041d, 0x041e, 0x0420, 0x0421, 0x0422, 0x0425, 0x03bf, 0x03b1, 0x03bd, 0x03c1, 0x0391,
	    0x0392, 0x0395, 0x0396, 0x0397, 0x0399, 0x039a, 0x039c, 0x039d, 0x039f, 0x03a1, 0x03a4,
	    0x03a5, 0x03a7, 0x0578, 0x057d, 0x0585};

	if (cp >= 0xff21 || cp >= 0x1d400)
		return script_of(cp) >= 16;
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (list[i] == cp)
			return true;
	return false;
}

/* One word: letters, digits, _ and $ and whatever is not ASCII. Returns its end. */
static size_t word(struct hidden *h, size_t at)
{
	const struct ig_scan *s = h->s;
	int scripts = 0;
	bool deceives = false;
	size_t p = at;

	while (p < s->n) {
		uint32_t cp;
		size_t n = ig_utf8_decode(s->src + p, s->n - p, &cp);

		if (!n || !(cp >= 0x80 || cp == '_' || cp == '$' || (cp >= '0' && cp <= '9') ||
			    script_of(cp)) || invisible(cp))
			break;
		scripts |= script_of(cp);
		deceives |= looks_latin(cp);
		p += n;
	}
	if (deceives && (scripts & 1) && (scripts & ~1) && source(s) && h->look_alike++ < PER_RULE)
		ig_scan_tell(h->s, IG_RULE(UNICODE_HOMOGLYPH), IG_SEV_MEDIUM, IG_CONF_CERTAIN, at, p,
		    NULL, "a word mixes Latin letters with look-alikes of another alphabet");
	return p > at ? p : at + 1;
}

/* Blanks that push what follows out of sight: only when something stands before them too, or much
 * more of them: an indented line is no trick. */
static void blanks(struct hidden *h, size_t line, size_t from, size_t to)
{
	const struct ig_scan *s = h->s;

	if (to - from < OFFSCREEN || to >= s->n || s->src[to] == '\n' || s->src[to] == '\r')
		return;
	(void)line;
	if (h->offscreen++ < PER_RULE)
		ig_scan_tell(h->s, IG_RULE(OFFSCREEN), source(s) ? IG_SEV_HIGH : IG_SEV_LOW,
		    IG_CONF_CERTAIN, to, to + 80, NULL,
		    "%zu blanks push what follows out of sight", to - from);
}

static void scan_ascii(struct hidden *h)
{
	const struct ig_scan *s = h->s;
	size_t from = 0, line = 0;
	bool in = false;

	for (size_t i = 0; i < s->n; i++) {
		const bool blank = s->src[i] == ' ' || s->src[i] == '\t';

		if (blank && !in)
			from = i;
		if (!blank && in)
			blanks(h, line, from, i);
		in = blank;
		if (s->src[i] == '\n')
			line = i + 1;
	}
}

/* ESC [ digits m: sets a colour, which hides nothing. */
static bool is_colour(const struct ig_scan *s, size_t at)
{
	size_t p = at + 1;

	if (p < s->n && s->src[p] == '[')
		p++;
	while (p < s->n && ((s->src[p] >= '0' && s->src[p] <= '9') || s->src[p] == ';'))
		p++;
	return p < s->n && p > at + 1 && (s->src[p] == 'm' || !(s->src[p] >= '@' && s->src[p] <= '~'));
}

/* Runs of no-break and other wide spaces push code away as plain ones do. */
static void wide_blanks(struct hidden *h, uint32_t cp, size_t at)
{
	enum { WIDE_RUN = 80 };
	const bool blank = cp == 0xa0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200a);

	if (!blank)
		return;
	if (at != h->wide_end)
		h->wide = 0;
	h->wide_end = at + (cp == 0xa0 ? 2 : 3);
	if (++h->wide == WIDE_RUN && source(h->s) && h->offscreen++ < PER_RULE)
		ig_scan_tell(h->s, IG_RULE(OFFSCREEN), IG_SEV_HIGH, IG_CONF_CERTAIN, at, at + 80, NULL,
		    "a run of wide blanks pushes what follows out of sight");
}

void ig_hidden_scan(struct ig_scan *s)
{
	struct hidden h = {.s = s};
	size_t p = 0;

	if (s->kind == IG_KIND_DTS || memchr(s->src, 0, s->n < 1024 ? s->n : 1024))
		return;
	if (source(s))
		scan_ascii(&h);
	while (p < s->n) {
		unsigned char c = (unsigned char)s->src[p];
		uint32_t cp;
		size_t n;

		if (c < 0x80) { /* most of it */
			if ((c == 0x08 || (c == 0x1b && !is_colour(s, p))) && source(s) &&
			    h.bidi++ < PER_RULE)
				ig_scan_tell(s, IG_RULE(UNICODE_HIDDEN),
				    c == 0x08 ? IG_SEV_HIGH : IG_SEV_MEDIUM, IG_CONF_CERTAIN, p,
				    p + 1, NULL, "a control character that changes what a terminal "
				    "shows of this line (0x%02x)", c);
			if (h.run)
				end_run(&h, p);
			p++;
			continue;
		}
		n = ig_utf8_decode(s->src + p, s->n - p, &cp);
		if (!n) {
			p++;
			continue;
		}
		if ((cp == 0x3164 || cp == 0xffa0 || cp == 0x115f || cp == 0x1160 || cp == 0x2028 ||
			cp == 0x2029) && source(s) && h.fillers++ < PER_RULE)
			ig_scan_tell(s, IG_RULE(UNICODE_HIDDEN), IG_SEV_MEDIUM, IG_CONF_CERTAIN, p, p + n,
			    NULL, "%s (U+%04X)", cp == 0x2028 || cp == 0x2029
				? "a line separator that few editors show"
				: "a letter that is not seen", (unsigned)cp);
		wide_blanks(&h, cp, p);
		if (ig_text_class(cp) == IG_TC_BIDI)
			bidi(&h, cp, p, n);
		if (invisible(cp) && !(cp == 0xfeff && p == 0)) {
			if (!h.run++) {
				h.run_start = p;
				h.flag = h.last == 0x1f3f4;
				h.glued = p > 0 && in_name((unsigned char)s->src[p - 1]);
				if (p + n < s->n && in_name((unsigned char)s->src[p + n]))
					h.glued = true;
			}
			h.run_tags |= carries_bytes(cp);
			p += n;
			continue;
		}
		if (h.run)
			end_run(&h, p);
		h.last = cp;
		if (script_of(cp) > 1) {
			size_t start = p;

			/* back to the start of the word */
			while (start > 0 && ((s->src[start - 1] | 32) >= 'a' &&
				(s->src[start - 1] | 32) <= 'z'))
				start--;
			p = word(&h, start);
			if (p <= start)
				p = start + n;
			continue;
		}
		p += n;
	}
	if (h.run)
		end_run(&h, s->n);
}
