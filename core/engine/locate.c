#include "config.h"
#include "core/engine/engine.h"

#include <openssl/evp.h>
#include <string.h>
#include <sys/un.h>

#include "core/base/file.h"
#include "core/base/json.h"

enum { CONFIG_MAX = 1 << 20, CONFIG_DEPTH = 16 };
static const char default_socket[] = "/var/run/docker.sock";

/* The path of "unix:///PATH" or "/PATH". `source` is for the message. */
static char *socket_of(const char *host, const char *source, ig_err **err)
{
	const char *path = strncmp(host, "unix://", 7) == 0 ? host + 7 : host;

	if (path != host && path[0] == '\0')
		return ig_strdup(default_socket); /* "unix://" alone, as docker reads it */
	if (path[0] == '/' && strlen(path) >= sizeof(((struct sockaddr_un *)NULL)->sun_path)) {
		ig_err_set(err, IG_E_INPUT, "the socket path of %s is longer than %zu bytes",
		    source, sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1);
		return NULL;
	}
	if (path[0] == '/')
		return ig_strdup(path);
	ig_err_set(err, IG_E_INPUT, "%s names the engine '%s', and only unix sockets are spoken",
	    source, host);
	if (strncmp(host, "ssh://", 6) == 0)
		ig_err_hint(err,
		    "forward its socket: ssh -L /tmp/engine.sock:%s HOST, then --host "
		    "unix:///tmp/engine.sock",
		    default_socket);
	else
		ig_err_hint(err, "write --host unix:///PATH");
	return NULL;
}

/* $DOCKER_CONFIG, else ~/.docker; NULL when there is no home. */
static char *config_dir(void)
{
	const char *dir = getenv("DOCKER_CONFIG"), *home = getenv("HOME");

	if (dir && *dir)
		return ig_strdup(dir);
	return home && *home ? ig_asprintf("%s/.docker", home) : NULL;
}

static json_t *read_json(const char *path, ig_err **err)
{
	ig_auto_buf b = IG_BUF_INIT(0);
	json_t *v;

	if (ig_read_path(path, CONFIG_MAX, &b, err) < 0)
		return NULL;
	v = ig_json_parse(ig_buf_str(&b), b.len, CONFIG_DEPTH, 0, err);
	if (!v)
		ig_err_wrap(err, "%s", path);
	return v;
}

/* The context that config.json names; NULL for none, and -1 when the file is broken. */
static int configured_context(const char *dir, char **ret_name, ig_err **err)
{
	ig_auto_free char *path = ig_asprintf("%s/config.json", dir);
	ig_err *own = NULL;
	ig_auto_json v = read_json(path, &own);
	const char *name = ig_json_str(v, "currentContext", "");

	if (!v && ig_err_code(own) != IG_E_NOT_FOUND)
		return ig_err_move(err, own);
	ig_err_free(own);
	*ret_name = *name ? ig_strdup(name) : NULL;
	return 0;
}

/* A context's folder is named by the SHA-256 of its name (docker/cli, context store). */
static char *context_file(const char *dir, const char *name)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	char hex[2 * EVP_MAX_MD_SIZE + 1] = "";
	unsigned n = 0;

	if (!EVP_Digest(name, strlen(name), md, &n, EVP_sha256(), NULL))
		abort(); /* only out of memory */
	for (unsigned i = 0; i < n; i++)
		snprintf(hex + 2 * i, 3, "%02x", md[i]);
	return ig_asprintf("%s/contexts/meta/%s/meta.json", dir, hex);
}

static char *from_context(const char *dir, const char *name, ig_err **err)
{
	ig_auto_free char *path = context_file(dir, name);
	ig_auto_free char *source = ig_asprintf("context '%s'", name);
	ig_auto_json v = read_json(path, err);
	const char *host;

	if (!v && err && ig_err_code(*err) == IG_E_NOT_FOUND) {
		ig_err_free(*err);
		*err = NULL;
		ig_err_set(err, IG_E_NOT_FOUND, "docker context '%s' does not exist", name);
		ig_err_hint(err,
		    "choose one: docker context ls, docker context use NAME; or --host "
		    "unix:///PATH");
	}
	if (!v)
		return NULL;
	host = ig_json_str(ig_json_at(v, "Endpoints.docker"), "Host", NULL);
	if (!host) {
		ig_err_set(err, IG_E_INPUT, "%s: docker context '%s' names no engine", path, name);
		return NULL;
	}
	return socket_of(host, source, err);
}

static char *done(char *path, char *source, char **ret_source)
{
	if (ret_source && path)
		*ret_source = source;
	else
		free(source);
	return path;
}

/* docker/cli decides in the same order: the host option, $DOCKER_HOST, $DOCKER_CONTEXT,
 * config.json. */
char *ig_engine_locate(const char *host, char **ret_source, ig_err **err)
{
	const char *env = getenv("DOCKER_HOST"), *env_context = getenv("DOCKER_CONTEXT");
	ig_auto_free char *dir = config_dir();
	ig_auto_free char *name = NULL;

	if (host)
		return done(socket_of(host, "--host", err), ig_strdup("--host"), ret_source);
	if (env && *env)
		return done(
		    socket_of(env, "$DOCKER_HOST", err), ig_strdup("$DOCKER_HOST"), ret_source);
	if (env_context && *env_context)
		name = ig_strdup(env_context);
	else if (dir && configured_context(dir, &name, err) < 0)
		return NULL;
	if (!name || strcmp(name, "default") == 0)
		return done(ig_strdup(default_socket), ig_strdup("default"), ret_source);
	if (!dir) {
		ig_err_set(err, IG_E_HOST,
		    "docker context '%s' cannot be read: neither $DOCKER_CONFIG nor "
		    "$HOME names a folder",
		    name);
		return NULL;
	}
	return done(from_context(dir, name, err), ig_asprintf("context '%s'", name), ret_source);
}
