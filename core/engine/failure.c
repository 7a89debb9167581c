/* Why a transfer ended: one sentence with the socket in it, and the next step. */
#include "config.h"
#include "core/engine/engine-priv.h"

#include <errno.h>
#include <sys/stat.h>

static const char start_hint[] =
    "start it with: systemctl start docker, or name another with --host unix:///PATH";
static const char host_hint[] = "name the engine's socket with --host unix:///PATH";
static const char log_hint[] = "look at the engine's log (journalctl -u docker), then try again";

static ig_err *cannot_connect(const ig_call *c)
{
	const char *path = c->e->socket;
	ig_err *e = NULL;
	struct stat st = {.st_mode = S_IFSOCK};
	int why = stat(path, &st) < 0 ? errno : 0;
	long os = 0;

	curl_easy_getinfo(c->curl, CURLINFO_OS_ERRNO, &os);
	if (why == EACCES || os == EACCES || os == EPERM) {
		ig_err_set(&e, IG_E_DOWN, "no permission to use the engine's socket '%s'", path);
		ig_err_hint(&e,
		    "add yourself to the docker group (usermod -aG docker USER, then log in "
		    "again) or run as root");
	} else if (why) {
		ig_err_sys(&e, IG_E_DOWN, why, "no engine at '%s'", path);
		ig_err_hint(&e, "%s", start_hint);
	} else if (!S_ISSOCK(st.st_mode)) {
		ig_err_set(&e, IG_E_DOWN, "'%s' is not a socket", path);
		ig_err_hint(&e, "%s", host_hint);
	} else if (os == ECONNREFUSED) {
		ig_err_set(&e, IG_E_DOWN, "no engine listens at '%s'", path);
		ig_err_hint(&e, "%s", start_hint);
	} else { /* unix(7): EAGAIN, the backlog is full; libcurl forgets the number */
		ig_err_set(&e, IG_E_DOWN, "the engine at '%s' takes no more connections", path);
		ig_err_hint(&e, "%s", log_hint);
	}
	return e;
}

/* What a failed transfer means here: "WHO 'SOCKET' DID (WHAT)". */
static const struct {
	CURLcode code;
	enum ig_code ours;
	const char *who, *did, *hint;
} failures[] = {
    {CURLE_GOT_NOTHING, IG_E_DOWN, "the engine at", "closed the connection without an answer",
        log_hint},
    {CURLE_PARTIAL_FILE, IG_E_DOWN, "the engine at", "stopped in the middle of its answer",
        log_hint},
    {CURLE_RECV_ERROR, IG_E_DOWN, "the connection to the engine at", "broke", log_hint},
    {CURLE_SEND_ERROR, IG_E_DOWN, "the engine at", "does not take the request", log_hint},
    {CURLE_WEIRD_SERVER_REPLY, IG_E_DOWN, "what answers at", "is not a container engine",
        host_hint},
    {CURLE_UNSUPPORTED_PROTOCOL, IG_E_DOWN, "what answers at", "is not a container engine",
        host_hint},
    /* The header buffer of libcurl 7 ends at 100 KB, and it calls that out of memory. */
    {CURLE_OUT_OF_MEMORY, IG_E_LIMIT, "the engine at", "sent a header without an end", NULL},
#if LIBCURL_VERSION_NUM >= 0x080600
    {CURLE_TOO_LARGE, IG_E_LIMIT, "the engine at", "sent a header without an end", NULL},
#endif
};

ig_err *ig_transfer_error(ig_call *c, CURLcode code)
{
	ig_err *e = NULL;

	if (c->err)
		return IG_STEAL(c->err);
	if (code == CURLE_OK && c->headed)
		return ig_http_error(c);
	if (code == CURLE_OK)
		code = CURLE_PARTIAL_FILE; /* libcurl takes an end in the headers for the whole */
	if (code == CURLE_COULDNT_CONNECT)
		return cannot_connect(c);
	for (size_t i = 0; i < IG_COUNT(failures); i++) {
		if (failures[i].code != code)
			continue;
		ig_err_set(&e, failures[i].ours, "%s '%s' %s (%s)", failures[i].who, c->e->socket,
		    failures[i].did, c->what);
		if (failures[i].hint)
			ig_err_hint(&e, "%s", failures[i].hint);
		return e;
	}
	ig_err_set(&e, IG_E_DOWN, "the engine at '%s' did not %s: %s", c->e->socket, c->what,
	    curl_easy_strerror(code));
	return e;
}
