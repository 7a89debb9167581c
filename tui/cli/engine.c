#include "config.h"
#include "tui/cli/cli.h"

#include <string.h>

#include "core/base/data.h"

int ig_cli_engine_open(const struct ig_cli *c, struct ig_cli_engine *ret, ig_err **err)
{
	ig_auto_free char *socket = NULL;

	*ret = (struct ig_cli_engine){0};
	socket = ig_engine_locate(c->opt[IG_O_HOST], &ret->source, err);
	if (!socket)
		return -1;
	ret->loop = ig_loop_new(err);
	if (!ret->loop)
		return -1;
	ret->engine = ig_engine_new(ret->loop, socket, err);
	return ret->engine ? 0 : -1;
}

void ig_cli_engine_done(struct ig_cli_engine *e)
{
	ig_engine_free(e->engine);
	if (e->loop)
		ig_loop_free(e->loop);
	free(e->source);
	*e = (struct ig_cli_engine){0};
}

void ig_cli_keep(json_t *body, const ig_err *err, void *reply)
{
	struct ig_cli_reply *r = reply;

	r->body = json_incref(body);
	r->err = ig_err_copy(err);
	ig_loop_stop(r->loop);
}

char *ig_cli_npm_cache(void)
{
	const char *env = getenv("IGNITE_TUI_NPM_CACHE");

	if (env && *env)
		return ig_strdup(env);
	if (access(PARSERS_DIR, R_OK) == 0)
		return ig_strdup(PARSERS_DIR);
	return ig_data_path(".cache/npm");
}
