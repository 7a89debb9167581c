#include "config.h"
#include "tests/support/vt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

#include "core/base/buf.h"
#include "core/base/loop.h"
#include "core/base/text.h"
#include "tui/term/event.h"

enum { RAW_MAX = 256 << 20 };

struct vt {
	VTerm *term;
	VTermScreen *screen;
	int master;
	pid_t pid;
	int status; /* of wait(2), -1: runs */
	bool eof;
	struct ig_buf raw, row;
	size_t marks_read; /* of raw */
	uint64_t sent, handled;
	uint64_t sent_us, idle_us;
	bool altscreen, cursor, mouse;
	int row_y; /* which row vt_row_text() is about */
	struct termios before;
};

static void fatal(const char *what)
{
	fprintf(stderr, "vt: %s: %s\n", what, strerror(errno));
	abort();
}

static int on_prop(VTermProp prop, VTermValue *val, void *user)
{
	vt *v = user;

	switch ((int)prop) {
	case VTERM_PROP_ALTSCREEN:
		v->altscreen = val->boolean;
		break;
	case VTERM_PROP_CURSORVISIBLE:
		v->cursor = val->boolean;
		break;
	case VTERM_PROP_MOUSE:
		v->mouse = val->number != VTERM_PROP_MOUSE_NONE;
		break;
	default:
		break;
	}
	return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_prop};

static void child(const struct vt_opts *o, const char *const argv[])
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setenv("IGNITE_TUI_IDLE_MARK", "1", 1);
	unsetenv("NO_COLOR");
	unsetenv("LINES");
	unsetenv("COLUMNS");
	for (size_t i = 0; o->env && o->env[i]; i++) {
		if (strchr(o->env[i], '='))
			putenv(ig_strdup(o->env[i]));
		else
			unsetenv(o->env[i]);
	}
	if (o->cwd && chdir(o->cwd) < 0)
		_exit(126);
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

vt *vt_start(const struct vt_opts *o, const char *const argv[])
{
	struct winsize ws = {.ws_row = (unsigned short)o->rows, .ws_col = (unsigned short)o->cols};
	vt *v = ig_calloc(1, sizeof(*v));
	int m, s;

	/* The settings of a new pty, to be sure what the program found. */
	if (openpty(&m, &s, NULL, NULL, NULL) < 0 || tcgetattr(s, &v->before) < 0)
		fatal("openpty");
	close(m);
	close(s);
	v->status = -1;
	v->cursor = true;
	v->raw = IG_BUF_INIT(RAW_MAX);
	v->row = IG_BUF_INIT(0);
	v->term = vterm_new(o->rows, o->cols);
	vterm_set_utf8(v->term, 1);
	v->screen = vterm_obtain_screen(v->term);
	vterm_screen_set_callbacks(v->screen, &callbacks, v);
	vterm_screen_enable_altscreen(v->screen, 1);
	vterm_screen_reset(v->screen, 1);
	v->pid = forkpty(&v->master, NULL, &v->before, &ws);
	if (v->pid < 0)
		fatal("forkpty");
	if (v->pid == 0)
		child(o, argv);
	fcntl(v->master, F_SETFD, FD_CLOEXEC);
	fcntl(v->master, F_SETFL, O_NONBLOCK);
	return v;
}

void vt_free(vt *v)
{
	if (!v)
		return;
	if (v->master >= 0)
		close(v->master);
	if (v->status == -1) {
		kill(v->pid, SIGKILL);
		waitpid(v->pid, NULL, 0);
	}
	vterm_free(v->term);
	ig_buf_done(&v->raw);
	ig_buf_done(&v->row);
	free(v);
}

/* Bytes of ours to the program; a full pty buffer is waited for, a gone program is not. */
static void write_all(vt *v, const char *p, size_t n)
{
	struct pollfd pfd = {.fd = v->master, .events = POLLOUT};
	ssize_t w;

	while (n) {
		w = write(v->master, p, n);
		if (w < 0 && (errno == EAGAIN || errno == EINTR) && poll(&pfd, 1, 1000) > 0)
			continue;
		if (w <= 0)
			return;
		p += w;
		n -= (size_t)w;
		v->sent += (size_t)w;
	}
}

static void flush_output(vt *v)
{
	char out[256];
	size_t n;

	while ((n = vterm_output_read(v->term, out, sizeof(out))) > 0)
		write_all(v, out, n);
}

/* "ESC ] 777 ; ignite ; idle ; N BEL" */
static void read_marks(vt *v)
{
	static const char mark[] = "\033]777;ignite;idle;";
	const char *at, *end = v->raw.data + v->raw.len;

	while ((at = memmem(v->raw.data + v->marks_read,
	            (size_t)(end - v->raw.data) - v->marks_read, mark, sizeof(mark) - 1)) != NULL) {
		const char *bel = memchr(at, 7, (size_t)(end - at));

		if (!bel)
			return;
		v->handled = strtoull(at + sizeof(mark) - 1, NULL, 10);
		v->idle_us = ig_now_us();
		v->marks_read = (size_t)(bel - v->raw.data) + 1;
	}
	/* A mark may be cut at the end of what is here. */
	if (v->raw.len > 64 && v->marks_read < v->raw.len - 64)
		v->marks_read = v->raw.len - 64;
}

static void take(vt *v)
{
	char in[16384];
	ssize_t n;

	while ((n = read(v->master, in, sizeof(in))) > 0) {
		ig_buf_add(&v->raw, in, (size_t)n);
		vterm_input_write(v->term, in, (size_t)n);
		read_marks(v);
		flush_output(v);
	}
	if (n == 0 || (errno != EAGAIN && errno != EINTR))
		v->eof = true;
}

static void reap(vt *v, int flags)
{
	int status;

	if (v->status == -1 && waitpid(v->pid, &status, flags) == v->pid)
		v->status = status;
}

typedef bool (*done_fn)(vt *v, const char *what);

static bool wait_for(vt *v, done_fn done, const char *what, int ms)
{
	uint64_t until = ig_now_ms() + (uint64_t)ms, now;
	struct pollfd pfd = {.fd = v->master, .events = POLLIN};

	for (;;) {
		if (!v->eof)
			take(v);
		if (done(v, what))
			return true;
		now = ig_now_ms();
		if (now >= until)
			return false;
		if (v->eof) {
			reap(v, 0); /* nobody holds the terminal any more */
			return done(v, what);
		}
		poll(&pfd, 1, (int)(until - now));
	}
}

static bool has_text(vt *v, const char *text)
{
	return vt_find(v, text, NULL, NULL);
}

static bool row_has_text(vt *v, const char *text)
{
	return v->row_y < vt_rows(v) && strstr(vt_row(v, v->row_y), text);
}

static bool lacks_text(vt *v, const char *text)
{
	return !vt_find(v, text, NULL, NULL);
}

static bool is_idle(vt *v, const char *what)
{
	(void)what;
	return v->idle_us && v->handled == v->sent;
}

static bool raw_has(vt *v, const char *what)
{
	return v->raw.len && memmem(v->raw.data, v->raw.len, what, strlen(what));
}

static bool has_ended(vt *v, const char *what)
{
	(void)what;
	reap(v, WNOHANG);
	return v->status != -1;
}

bool vt_text(vt *v, const char *text, int ms)
{
	return wait_for(v, has_text, text, ms);
}

bool vt_row_text(vt *v, int y, const char *text, int ms)
{
	v->row_y = y;
	return wait_for(v, row_has_text, text, ms);
}

bool vt_no_text(vt *v, const char *text, int ms)
{
	return wait_for(v, lacks_text, text, ms);
}

bool vt_idle(vt *v, int ms)
{
	return wait_for(v, is_idle, NULL, ms);
}

bool vt_raw_has(vt *v, const char *bytes, int ms)
{
	return wait_for(v, raw_has, bytes, ms);
}

int vt_exit(vt *v, int ms)
{
	return wait_for(v, has_ended, NULL, ms) ? v->status : -1;
}

int vt_hangup(vt *v, int ms)
{
	uint64_t until = ig_now_ms() + (uint64_t)ms;
	struct pollfd none = {.fd = -1};

	close(v->master);
	v->master = -1;
	v->eof = true;
	for (reap(v, WNOHANG); v->status == -1 && ig_now_ms() < until; reap(v, WNOHANG))
		poll(&none, 1, 5);
	return v->status;
}

void vt_send(vt *v, const char *bytes, size_t n)
{
	v->sent_us = ig_now_us();
	write_all(v, bytes, n);
}

static const struct {
	uint32_t key;
	VTermKey vkey;
} vkeys[] = {
    {IG_K_TAB, VTERM_KEY_TAB},
    {IG_K_ENTER, VTERM_KEY_ENTER},
    {IG_K_ESC, VTERM_KEY_ESCAPE},
    {IG_K_BACKSPACE, VTERM_KEY_BACKSPACE},
    {IG_K_UP, VTERM_KEY_UP},
    {IG_K_DOWN, VTERM_KEY_DOWN},
    {IG_K_LEFT, VTERM_KEY_LEFT},
    {IG_K_RIGHT, VTERM_KEY_RIGHT},
    {IG_K_HOME, VTERM_KEY_HOME},
    {IG_K_END, VTERM_KEY_END},
    {IG_K_PGUP, VTERM_KEY_PAGEUP},
    {IG_K_PGDN, VTERM_KEY_PAGEDOWN},
    {IG_K_INS, VTERM_KEY_INS},
    {IG_K_DEL, VTERM_KEY_DEL},
};

static void send_key(vt *v, uint32_t key)
{
	uint32_t base = key & ~(IG_MOD_ALT | IG_MOD_SHIFT | IG_MOD_CTRL);
	VTermModifier mod = key & IG_MOD_ALT ? VTERM_MOD_ALT : VTERM_MOD_NONE;
	char byte = (char)base;

	if (key & IG_MOD_SHIFT)
		mod |= VTERM_MOD_SHIFT;
	if (key & IG_MOD_CTRL)
		mod |= VTERM_MOD_CTRL;
	if (base == IG_K_BACKTAB) {
		vterm_keyboard_key(v->term, VTERM_KEY_TAB, VTERM_MOD_SHIFT);
		return;
	}
	if (base >= IG_K_F1 && base <= IG_K_F12) {
		vterm_keyboard_key(
		    v->term, (VTermKey)VTERM_KEY_FUNCTION((int)(base - IG_K_F1) + 1), mod);
		return;
	}
	for (size_t i = 0; i < IG_COUNT(vkeys); i++) {
		if (vkeys[i].key == base) {
			vterm_keyboard_key(v->term, vkeys[i].vkey, mod);
			return;
		}
	}
	if (base < 0x20)
		write_all(v, &byte, 1);
	else
		vterm_keyboard_unichar(v->term, base, mod);
}

void vt_keys(vt *v, const char *names)
{
	char name[64];
	uint32_t key;
	size_t n;

	v->sent_us = ig_now_us();
	for (names += strspn(names, " "); *names; names += n, names += strspn(names, " ")) {
		n = strcspn(names, " ");
		snprintf(name, sizeof(name), "%.*s", (int)n, names);
		key = ig_key_parse(name);
		if (key == IG_K_NONE) {
			fprintf(stderr, "vt: no key is called '%s'\n", name);
			abort();
		}
		send_key(v, key);
		flush_output(v);
	}
}

void vt_resize(vt *v, int rows, int cols)
{
	struct winsize ws = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

	take(v);
	/* libvterm 0.1.4 crashes now and then on a screen of one row; the program gets the true
	 * size. */
	vterm_set_size(v->term, rows < 5 ? 5 : rows, cols < 20 ? 20 : cols);
	v->idle_us = 0; /* the mark of the resize is still to come */
	ioctl(v->master, TIOCSWINSZ, &ws);
}

void vt_stall(vt *v, int ms)
{
	struct pollfd none = {.fd = -1};

	(void)v;
	poll(&none, 1, ms);
}

int vt_rows(const vt *v)
{
	int rows, cols;

	vterm_get_size(v->term, &rows, &cols);
	return rows;
}

int vt_cols(const vt *v)
{
	int rows, cols;

	vterm_get_size(v->term, &rows, &cols);
	return cols;
}

static int colour(const VTermColor *c, bool is_default)
{
	if (is_default)
		return -1;
	return VTERM_COLOR_IS_INDEXED(c) ? c->indexed.idx : -2;
}

struct vt_cell vt_at(vt *v, int y, int x)
{
	struct vt_cell ret = {.width = 1, .fg = -1, .bg = -1};
	VTermPos pos = {.row = y, .col = x};
	VTermScreenCell cell;

	if (!vterm_screen_get_cell(v->screen, pos, &cell))
		return ret;
	for (size_t i = 0; i < 4 && i < VTERM_MAX_CHARS_PER_CELL; i++)
		ret.cp[i] = cell.chars[i];
	ret.width = cell.chars[0] == (uint32_t)-1 ? 0 : cell.width;
	ret.bold = cell.attrs.bold;
	ret.underline = cell.attrs.underline;
	ret.reverse = cell.attrs.reverse;
	ret.fg = colour(&cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
	ret.bg = colour(&cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
	return ret;
}

const char *vt_row(vt *v, int y)
{
	size_t keep = 0;
	char utf8[4];

	ig_buf_clear(&v->row);
	for (int x = 0; x < vt_cols(v); x++) {
		struct vt_cell c = vt_at(v, y, x);

		if (c.width == 0)
			continue;
		if (!c.cp[0]) {
			ig_buf_addc(&v->row, ' ');
			continue;
		}
		for (int i = 0; i < 4 && c.cp[i]; i++)
			ig_buf_add(&v->row, utf8, ig_utf8_encode(c.cp[i], utf8));
		if (c.cp[0] != ' ')
			keep = v->row.len;
	}
	if (v->row.data) {
		v->row.len = keep;
		v->row.data[keep] = '\0';
	}
	return ig_buf_str(&v->row);
}

bool vt_find(vt *v, const char *text, int *ret_y, int *ret_x)
{
	for (int y = 0; y < vt_rows(v); y++) {
		const char *row = vt_row(v, y), *at = strstr(row, text);

		if (!at)
			continue;
		if (ret_y)
			*ret_y = y;
		if (ret_x)
			*ret_x = (int)ig_text_width(row, (size_t)(at - row), 0);
		return true;
	}
	return false;
}

char *vt_dump(vt *v)
{
	struct ig_buf b = IG_BUF_INIT(0);

	for (int y = 0; y < vt_rows(v); y++)
		ig_buf_printf(&b, "%s\n", vt_row(v, y));
	return ig_buf_take(&b);
}

const char *vt_raw(const vt *v, size_t *ret_n)
{
	*ret_n = v->raw.len;
	return ig_buf_str(&v->raw);
}

pid_t vt_pid(const vt *v)
{
	return v->pid;
}

bool vt_altscreen(const vt *v)
{
	return v->altscreen;
}

bool vt_cursor_shown(const vt *v)
{
	return v->cursor;
}

bool vt_mouse(const vt *v)
{
	return v->mouse;
}

bool vt_settings_restored(const vt *v)
{
	struct termios now;

	return tcgetattr(v->master, &now) == 0 && now.c_lflag == v->before.c_lflag &&
	       now.c_iflag == v->before.c_iflag && now.c_oflag == v->before.c_oflag &&
	       now.c_cflag == v->before.c_cflag;
}

uint64_t vt_latency_us(const vt *v)
{
	return v->idle_us > v->sent_us ? v->idle_us - v->sent_us : 0;
}
