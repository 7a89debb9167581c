#include "config.h"
#include "core/engine/engine-priv.h"

#include <string.h>
#include <strings.h>
#include <sys/socket.h>

enum { STREAM_BUFFER = 64 * 1024 }; /* bytes read of a stream in one pass of the loop */

/* --- libcurl's callbacks for one transfer --- */

static bool is_2xx(const ig_call *c)
{
	return c->status >= 200 && c->status < 300;
}

static void keep(char **slot, const char *p, size_t n)
{
	free(*slot);
	*slot = ig_strndup(p, n);
}

static unsigned api_number(const char *p, size_t n)
{
	unsigned v = 0;

	if (n < 3 || n > 6 || memcmp(p, "1.", 2) != 0)
		return 0;
	for (size_t i = 2; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return 0;
		v = v * 10 + (unsigned)(p[i] - '0');
	}
	return v;
}

static bool is_header(const char *p, size_t n, const char *name)
{
	size_t k = strlen(name);

	return n > k && p[k] == ':' && strncasecmp(p, name, k) == 0;
}

static void read_field(ig_call *c, const char *p, size_t n)
{
	const char *v = memchr(p, ':', n);
	size_t k;

	if (!v)
		return;
	k = n - (size_t)(++v - p);
	while (k && (*v == ' ' || *v == '\t'))
		v++, k--;
	while (k && (v[k - 1] == '\r' || v[k - 1] == '\n' || v[k - 1] == ' '))
		k--;
	if (is_header(p, n, "Api-Version"))
		c->api = api_number(v, k);
	else if (is_header(p, n, "Content-Type"))
		keep(&c->type, v, k);
	else if (is_header(p, n, "Ostype"))
		keep(&c->os, v, k);
	else if (is_header(p, n, "Server"))
		keep(&c->server, v, k);
}

static void headers_end(ig_call *c)
{
	c->headed = true;
	if (!is_2xx(c))
		return;
	c->opened = true;
	if (c->stream)
		ig_timer_stop(c->timer);
	if (c->ops->opened)
		c->ops->opened(c);
}

static size_t on_header(char *p, size_t size, size_t count, void *user)
{
	ig_call *c = user;
	size_t n = size * count;

	if (c->state != IG_CALL_RUNNING)
		return 0;
	c->header_bytes += n;
	if (c->header_bytes > IG_HEADERS_MAX) {
		ig_err_set(&c->err, IG_E_LIMIT,
		    "the engine at '%s' sent more than %d bytes of headers", c->e->socket,
		    (int)IG_HEADERS_MAX);
		return 0;
	}
	if (n > 9 && memcmp(p, "HTTP/1.", 7) == 0)
		c->status = (unsigned)strtoul(p + 9, NULL, 10);
	else if (p[0] != '\r' && p[0] != '\n')
		read_field(c, p, n);
	else if (c->status >= 200 && !c->headed)
		headers_end(c);
	return c->state == IG_CALL_RUNNING ? n : 0;
}

static size_t on_data(char *p, size_t size, size_t count, void *user)
{
	ig_call *c = user;
	size_t n = size * count;

	if (c->state != IG_CALL_RUNNING)
		return 0;
	if (is_2xx(c))
		return c->ops->data(c, p, n, &c->err) == 0 && c->state == IG_CALL_RUNNING ? n : 0;
	c->body.max = IG_ERROR_BODY_MAX;
	if (ig_buf_add(&c->body, p, n) == 0)
		return n;
	ig_err_set(&c->err, IG_E_LIMIT, "the engine at '%s' sent an error of more than %d bytes",
	    c->e->socket, (int)IG_ERROR_BODY_MAX);
	return 0;
}

static size_t on_upload(char *p, size_t size, size_t count, void *user)
{
	ig_call *c = user;
	ssize_t n;

	if (c->state != IG_CALL_RUNNING)
		return CURL_READFUNC_ABORT;
	n = ig_request_read(&c->req, p, size * count, &c->err);
	return n < 0 ? CURL_READFUNC_ABORT : (size_t)n;
}

/* A connection from the pool may turn out to be dead after the first bytes: libcurl starts again.
 */
static int on_rewind(void *user, curl_off_t offset, int origin)
{
	ig_call *c = user;

	if (origin != SEEK_SET || offset < 0)
		return CURL_SEEKFUNC_CANTSEEK;
	c->req.file_pos = (uint64_t)offset;
	return CURL_SEEKFUNC_OK;
}

/* Close-on-exec from the start, whatever libcurl's own default. */
static curl_socket_t on_open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *a)
{
	(void)user;
	(void)purpose;
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

/* --- libcurl's multi interface in our loop --- */

/* Runs libcurl, then ends the calls whose transfers are over. */
static void act(ig_engine *e, curl_socket_t fd, int what)
{
	CURLMsg *m;
	int n;

	ig_engine_enter(e);
	e->in_curl = true;
	curl_multi_socket_action(e->multi, fd, what, &n);
	e->in_curl = false;
	while (!e->dying && (m = curl_multi_info_read(e->multi, &n))) {
		CURLcode code = m->data.result;
		ig_call *c = NULL;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &c);
		if (c->state != IG_CALL_RUNNING)
			continue;
		/* The next call asks for the version again: another engine may answer then. */
		if (code != CURLE_OK && !c->err)
			e->api = 0;
		ig_call_finish(c, ig_transfer_error(c, code));
	}
	ig_engine_leave(e);
}

static void io_ready(int fd, unsigned events, void *user)
{
	int what = 0;

	if (events & IG_READ)
		what |= CURL_CSELECT_IN;
	if (events & IG_WRITE)
		what |= CURL_CSELECT_OUT;
	act(user, fd, what);
}

static void timer_fired(void *user)
{
	act(user, CURL_SOCKET_TIMEOUT, 0);
}

static int on_socket(CURL *curl, curl_socket_t fd, int what, void *user, void *socket_user)
{
	ig_engine *e = user;
	ig_io *io = socket_user;
	unsigned events = 0;

	(void)curl;
	if (what == CURL_POLL_REMOVE) {
		ig_io_free(io);
		curl_multi_assign(e->multi, fd, NULL);
		return 0;
	}
	if (what & CURL_POLL_IN)
		events |= IG_READ;
	if (what & CURL_POLL_OUT)
		events |= IG_WRITE;
	if (io)
		ig_io_set(io, events);
	else
		curl_multi_assign(e->multi, fd, ig_io_new(e->loop, fd, events, io_ready, e));
	return 0;
}

static int on_timer(CURLM *multi, long ms, void *user)
{
	ig_engine *e = user;

	(void)multi;
	if (ms < 0)
		ig_timer_stop(e->curl_timer);
	else
		ig_timer_set(e->curl_timer, (uint64_t)ms);
	return 0;
}

int ig_transport_init(ig_engine *e, ig_err **err)
{
	/* No TLS: plain HTTP over a unix socket is all that is spoken. */
	if (curl_global_init(CURL_GLOBAL_NOTHING) != CURLE_OK)
		return ig_err_set(err, IG_E_HOST, "cannot start libcurl");
	e->multi = curl_multi_init();
	if (!e->multi) {
		curl_global_cleanup();
		return ig_err_set(err, IG_E_HOST, "cannot start libcurl");
	}
	e->curl_timer = ig_timer_new(e->loop, timer_fired, e);
	curl_multi_setopt(e->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(e->multi, CURLMOPT_SOCKETDATA, e);
	curl_multi_setopt(e->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(e->multi, CURLMOPT_TIMERDATA, e);
	return 0;
}

void ig_transport_done(ig_engine *e)
{
	curl_multi_cleanup(e->multi);
	ig_timer_free(e->curl_timer);
	curl_global_cleanup();
}

static void set_callbacks(ig_call *c)
{
	CURL *h = c->curl;

	curl_easy_setopt(h, CURLOPT_PRIVATE, c);
	curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(h, CURLOPT_HEADERDATA, c);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_data);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, c);
	curl_easy_setopt(h, CURLOPT_READFUNCTION, on_upload);
	curl_easy_setopt(h, CURLOPT_READDATA, c);
	curl_easy_setopt(h, CURLOPT_SEEKFUNCTION, on_rewind);
	curl_easy_setopt(h, CURLOPT_SEEKDATA, c);
	curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
}

/* Nothing of the environment or of the engine's choosing: no proxy, redirect, other protocol or
 * encoding. */
static void set_transport(ig_call *c)
{
	CURL *h = c->curl;

	curl_easy_setopt(h, CURLOPT_UNIX_SOCKET_PATH, c->e->socket);
	curl_easy_setopt(h, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_PROXY, "");
	curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(h, CURLOPT_HTTP_CONTENT_DECODING, 0L);
	curl_easy_setopt(h, CURLOPT_USERAGENT, "ignite-tui/" PACKAGE_VERSION);
	if (c->stream)
		curl_easy_setopt(h, CURLOPT_BUFFERSIZE, (long)STREAM_BUFFER);
}

static void add_header(ig_call *c, const char *line)
{
	struct curl_slist *l = curl_slist_append(c->headers, line);

	if (!l)
		abort(); /* only out of memory */
	c->headers = l;
}

static void set_request(ig_call *c)
{
	const struct ig_request *r = &c->req;
	ig_auto_free char *type =
	    ig_asprintf("Content-Type:%s%s", r->type ? " " : "", r->type ? r->type : "");
	CURL *h = c->curl;

	add_header(c, type);
	add_header(c, "Expect:"); /* the engine would be asked first, and wait for */
	if (strcmp(r->method, "POST") == 0) {
		curl_off_t n = (curl_off_t)(r->file >= 0 ? r->file_size : r->body.len);

		curl_easy_setopt(h, CURLOPT_POST, 1L);
		curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, n);
		if (r->file < 0)
			curl_easy_setopt(h, CURLOPT_POSTFIELDS, ig_buf_str(&r->body));
	} else if (strcmp(r->method, "GET") != 0) {
		curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, r->method);
	}
	curl_easy_setopt(h, CURLOPT_HTTPHEADER, c->headers);
}

int ig_transport_add(ig_call *c, ig_err **err)
{
	ig_auto_free char *url = NULL;
	CURLMcode rc;

	c->spoken = c->e->api;
	url = c->req.unversioned
	          ? ig_asprintf("http://localhost%s", ig_buf_str(&c->req.target))
	          : ig_asprintf("http://localhost/v1.%u%s", c->spoken, ig_buf_str(&c->req.target));
	c->curl = curl_easy_init();
	if (!c->curl)
		return ig_err_set(err, IG_E_HOST, "libcurl cannot make a request");
	set_callbacks(c);
	set_transport(c);
	set_request(c);
	curl_easy_setopt(c->curl, CURLOPT_URL, url);
	rc = curl_multi_add_handle(c->e->multi, c->curl);
	if (rc == CURLM_OK)
		return 0;
	curl_easy_cleanup(c->curl);
	c->curl = NULL;
	return ig_err_set(
	    err, IG_E_HOST, "libcurl cannot start a request: %s", curl_multi_strerror(rc));
}

void ig_transport_remove(ig_call *c)
{
	if (c->curl) {
		curl_multi_remove_handle(c->e->multi, c->curl);
		curl_easy_cleanup(c->curl);
		c->curl = NULL;
	}
	curl_slist_free_all(c->headers);
	c->headers = NULL;
}
