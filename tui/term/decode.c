#include "config.h"
#include "tui/term/decode.h"

#include <string.h>

#include "core/base/buf.h"
#include "core/base/mem.h"
#include "core/base/text.h"

enum {
	SEQ_MAX = 64,       /* longer control sequences are no keys */
	STRING_MAX = 65536, /* an OSC or DCS that never ends */
	EXTRA_MAX = 64,
};

enum state {
	GROUND,
	UTF8,
	ESCAPE,    /* after ESC */
	CSI,       /* after ESC [ */
	CSI_SKIP,  /* too long: to its final byte */
	CSI_LINUX, /* after ESC [ [ : F1-F5 of the linux console */
	SS3,       /* after ESC O */
	X10_MOUSE, /* three bytes after ESC [ M */
	STRING,    /* OSC, DCS, APC, PM, SOS: to ST or BEL */
	STRING_ESC,
	PASTE,
};

struct extra {
	char seq[16];
	uint32_t key;
};

struct ig_decode {
	ig_event_fn fn;
	void *user;
	enum state state;
	char seq[SEQ_MAX];
	size_t len;
	size_t skipped;
	bool alt; /* ESC stands before the code point that is being read */
	struct ig_buf paste;
	bool paste_cut;
	struct extra extra[EXTRA_MAX];
	size_t extra_n;
};

struct final_key {
	int final; /* for '~' see tilde_keys */
	uint32_t key;
};
/* ECMA-48 and xterm's ctlseqs: CSI [1;mod] X and SS3 X */
static const struct final_key final_keys[] = {
    {'A', IG_K_UP},
    {'B', IG_K_DOWN},
    {'C', IG_K_RIGHT},
    {'D', IG_K_LEFT},
    {'H', IG_K_HOME},
    {'F', IG_K_END},
    {'P', IG_K_F1},
    {'Q', IG_K_F2},
    {'R', IG_K_F3},
    {'S', IG_K_F4},
    {'Z', IG_K_BACKTAB},
    {'M', IG_K_ENTER},
};
/* CSI N [;mod] ~ */
static const struct final_key tilde_keys[] = {
    {1, IG_K_HOME},
    {2, IG_K_INS},
    {3, IG_K_DEL},
    {4, IG_K_END},
    {5, IG_K_PGUP},
    {6, IG_K_PGDN},
    {7, IG_K_HOME},
    {8, IG_K_END},
    {11, IG_K_F1},
    {12, IG_K_F2},
    {13, IG_K_F3},
    {14, IG_K_F4},
    {15, IG_K_F5},
    {17, IG_K_F6},
    {18, IG_K_F7},
    {19, IG_K_F8},
    {20, IG_K_F9},
    {21, IG_K_F10},
    {23, IG_K_F11},
    {24, IG_K_F12},
};

ig_decode *ig_decode_new(ig_event_fn fn, void *user)
{
	ig_decode *d = ig_calloc(1, sizeof(*d));

	d->fn = fn;
	d->user = user;
	d->paste = IG_BUF_INIT(IG_PASTE_MAX + 8);
	return d;
}

void ig_decode_free(ig_decode *d)
{
	if (!d)
		return;
	ig_buf_done(&d->paste);
	free(d);
}

void ig_decode_add(ig_decode *d, const char *seq, uint32_t key)
{
	size_t n = strlen(seq);

	if (seq[0] != '\033' || n < 2 || n >= sizeof(d->extra[0].seq) || d->extra_n == EXTRA_MAX)
		return;
	memcpy(d->extra[d->extra_n].seq, seq, n + 1);
	d->extra[d->extra_n++].key = key;
}

static void emit_key(ig_decode *d, uint32_t key)
{
	struct ig_event ev = {.kind = IG_EV_KEY, .key = key};

	d->state = GROUND;
	d->len = 0;
	d->alt = false;
	if ((key & ~IG_MOD_ALT) != IG_K_NONE && d->fn)
		d->fn(&ev, d->user);
}

static uint32_t find(const struct final_key *v, size_t n, int final)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].final == final)
			return v[i].key;
	return IG_K_NONE;
}

/* xterm: the parameter is 1 + shift + 2 alt + 4 control. */
static uint32_t modifiers(unsigned param)
{
	unsigned m = param ? param - 1 : 0;

	return (m & 1 ? IG_MOD_SHIFT : 0) | (m & 2 ? IG_MOD_ALT : 0) | (m & 4 ? IG_MOD_CTRL : 0);
}

/* Reads up to max numbers separated by ';'. Returns how many. */
static size_t params(const char *s, const char *end, unsigned *v, size_t max)
{
	size_t n = 0;

	memset(v, 0, max * sizeof(*v));
	for (; s < end; s++) {
		if (*s == ';') {
			if (++n == max)
				return max;
		} else if (*s >= '0' && *s <= '9' && v[n] < 100000) {
			v[n] = v[n] * 10 + (unsigned)(*s - '0');
		}
	}
	return n + 1;
}

/* Button number as xterm sends it (SGR and X10 alike): presses and wheel steps only. */
static void emit_mouse(ig_decode *d, unsigned b, unsigned x, unsigned y)
{
	struct ig_event ev = {.kind = IG_EV_MOUSE, .x = (int)x - 1, .y = (int)y - 1};
	unsigned which = b & ~(4U | 8U | 16U); /* without shift, meta, control */

	if (!x || !y || !d->fn)
		return;
	if (which <= 2)
		ev.button = (enum ig_mouse_button)(IG_MOUSE_LEFT + (int)which);
	else if (which == 64 || which == 65)
		ev.button = which == 64 ? IG_MOUSE_UP : IG_MOUSE_DOWN;
	else
		return;
	d->fn(&ev, d->user);
}

static void end_csi(ig_decode *d)
{
	const char *p = d->seq + 2, *end = d->seq + d->len - 1;
	uint32_t key;
	unsigned v[3];
	char final = *end;

	d->state = GROUND;
	d->len = 0;
	if (*p == '<') {
		if (params(p + 1, end, v, 3) == 3 && final == 'M')
			emit_mouse(d, v[0], v[1], v[2]);
		return;
	}
	if (final == 'M' && p == end) {
		d->state = X10_MOUSE;
		return;
	}
	if (p < end && (*p < '0' || *p > '9') && *p != ';')
		return; /* a private reply */
	params(p, end, v, 3);
	if (final == '~' && v[0] == 200) {
		d->state = PASTE;
		d->paste_cut = false;
		ig_buf_clear(&d->paste);
		return;
	}
	if (final == 'u') /* kitty's keyboard protocol: code point and modifiers */
		key = v[0] <= 0x10ffff ? v[0] : IG_K_NONE;
	else if (final == '~')
		key = find(tilde_keys, IG_COUNT(tilde_keys), (int)v[0]);
	else
		key = find(final_keys, IG_COUNT(final_keys), final);
	if (key != IG_K_NONE)
		emit_key(d, key | modifiers(v[1]));
}

static bool is_extra(ig_decode *d)
{
	for (size_t i = 0; i < d->extra_n; i++) {
		if (strlen(d->extra[i].seq) == d->len &&
		    memcmp(d->extra[i].seq, d->seq, d->len) == 0) {
			emit_key(d, d->extra[i].key);
			return true;
		}
	}
	return false;
}

static void on_ground(ig_decode *d, unsigned char c)
{
	uint32_t alt = d->alt ? IG_MOD_ALT : 0;

	d->seq[0] = (char)c;
	d->len = 1;
	if (c == 0x1b)
		d->state = ESCAPE;
	else if (c >= 0x80)
		d->state = UTF8;
	else
		emit_key(d, (c == 8 ? (uint32_t)IG_K_BACKSPACE : c) | alt);
}

static void on_utf8(ig_decode *d, unsigned char c)
{
	unsigned char lead = (unsigned char)d->seq[0];
	size_t need = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
	uint32_t cp;

	if ((c & 0xc0) != 0x80 || lead < 0xc2 || lead > 0xf4) { /* not UTF-8: dropped */
		d->state = GROUND;
		d->alt = false;
		if (c < 0x80)
			on_ground(d, c);
		return;
	}
	d->seq[d->len++] = (char)c;
	if (d->len < need)
		return;
	emit_key(d, ig_utf8_decode(d->seq, need, &cp) ? cp | (d->alt ? IG_MOD_ALT : 0) : IG_K_NONE);
}

static void on_escape(ig_decode *d, unsigned char c)
{
	d->seq[d->len++] = (char)c;
	if (is_extra(d))
		return;
	switch (c) {
	case '[':
		d->state = CSI;
		return;
	case 'O':
		d->state = SS3;
		return;
	case ']':
	case 'P':
	case '_':
	case '^':
	case 'X':
		d->state = STRING;
		d->skipped = 0;
		return;
	case 0x1b:
		emit_key(d, IG_K_ESC);
		on_ground(d, c);
		return;
	default:
		d->alt = true;
		on_ground(d, c);
	}
}

static void on_csi(ig_decode *d, unsigned char c)
{
	if (c == 0x1b || c == 0x18 || c == 0x1a) { /* cancelled */
		d->state = GROUND;
		if (c == 0x1b)
			on_ground(d, c);
		return;
	}
	if (d->len == sizeof(d->seq))
		d->state = CSI_SKIP;
	else
		d->seq[d->len++] = (char)c;
	if (d->state == CSI_SKIP) {
		if (c >= 0x40 && c <= 0x7e)
			d->state = GROUND;
	} else if (c == '[' && d->len == 3) {
		d->state = CSI_LINUX;
	} else if (c >= 0x40 && c <= 0x7e && !is_extra(d)) {
		end_csi(d);
	}
}

static void on_short(ig_decode *d, unsigned char c)
{
	enum state was = d->state;
	uint32_t key;

	d->seq[d->len++] = (char)c;
	if (was == X10_MOUSE) {
		if (d->len < 3)
			return;
		d->state = GROUND;
		emit_mouse(d, (unsigned char)d->seq[0] - 32U, (unsigned char)d->seq[1] - 32U,
		    (unsigned char)d->seq[2] - 32U);
		return;
	}
	d->state = GROUND;
	if (is_extra(d))
		return;
	if (was == CSI_LINUX)
		key = c >= 'A' && c <= 'E' ? IG_K_F1 + c - 'A' : IG_K_NONE;
	else
		key = find(final_keys, IG_COUNT(final_keys), c);
	emit_key(d, key);
}

static void on_string(ig_decode *d, unsigned char c)
{
	if (c == 7 || (d->state == STRING_ESC && c == '\\') || ++d->skipped > STRING_MAX)
		d->state = GROUND;
	else
		d->state = c == 0x1b ? STRING_ESC : STRING;
}

static void on_paste(ig_decode *d, unsigned char c)
{
	static const char end[] = "\033[201~";
	size_t n = sizeof(end) - 1;
	struct ig_event ev = {.kind = IG_EV_PASTE};

	if (d->paste.len ==
	    IG_PASTE_MAX + 8) { /* room for the end mark: the oldest 8 are kept out */
		d->paste_cut = true;
		memmove(d->paste.data + IG_PASTE_MAX, d->paste.data + IG_PASTE_MAX + 1, 7);
		d->paste.len--;
	}
	ig_buf_addc(&d->paste, (char)c);
	if (c != '~' || d->paste.len < n || memcmp(d->paste.data + d->paste.len - n, end, n) != 0)
		return;
	d->state = GROUND;
	d->len = 0;
	ev.text = d->paste.data;
	ev.len = d->paste.len - n;
	ev.cut = d->paste_cut || ev.len > IG_PASTE_MAX;
	if (ev.len > IG_PASTE_MAX)
		ev.len = IG_PASTE_MAX;
	if (d->fn)
		d->fn(&ev, d->user);
	ig_buf_clear(&d->paste);
}

static void feed_byte(ig_decode *d, unsigned char c)
{
	switch (d->state) {
	case GROUND:
		on_ground(d, c);
		return;
	case UTF8:
		on_utf8(d, c);
		return;
	case ESCAPE:
		on_escape(d, c);
		return;
	case CSI:
	case CSI_SKIP:
		on_csi(d, c);
		return;
	case CSI_LINUX:
	case SS3:
	case X10_MOUSE:
		on_short(d, c);
		return;
	case STRING:
	case STRING_ESC:
		on_string(d, c);
		return;
	case PASTE:
		on_paste(d, c);
		return;
	}
}

void ig_decode_feed(ig_decode *d, const char *p, size_t n)
{
	while (n--)
		feed_byte(d, (unsigned char)*p++);
}

bool ig_decode_pending(const ig_decode *d)
{
	return d->state == ESCAPE || ((d->state == CSI || d->state == SS3) && d->len == 2);
}

void ig_decode_timeout(ig_decode *d)
{
	char second = d->seq[1];

	if (d->state == ESCAPE)
		emit_key(d, IG_K_ESC);
	else if (ig_decode_pending(d)) /* Alt-[ and Alt-O begin like sequences */
		emit_key(d, (uint32_t)second | IG_MOD_ALT);
}
