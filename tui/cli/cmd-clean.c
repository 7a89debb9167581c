#include "config.h"
#include "tui/cli/cli.h"

#include "core/run/run.h"
#include "core/service/snapshot.h"

struct clean {
	ig_loop *loop;
	unsigned removed, failed;
	ig_err *err;
};

static void cleaned(unsigned removed, unsigned failed, const ig_err *err, void *user)
{
	struct clean *k = user;

	k->removed = removed;
	k->failed = failed;
	k->err = ig_err_copy(err);
	ig_loop_stop(k->loop);
}

int ig_cli_clean(const struct ig_cli *c)
{
	struct ig_cli_engine e;
	struct clean k = {0};
	ig_auto_buf out = IG_BUF_INIT(0);
	ig_auto_err err = NULL;
	int status;

	if (ig_snapshot_prune(0, &err) < 0 || ig_cli_engine_open(c, &e, &err) < 0)
		return ig_cli_fail(c, err);
	k.loop = e.loop;
	ig_run_clean(e.loop, e.engine, c->opt[IG_O_ALL], cleaned, &k);
	ig_loop_run(e.loop);
	if (k.err) {
		status = ig_cli_fail(c, k.err);
	} else {
		ig_buf_printf(&out, "%u container%s removed\n", k.removed, k.removed == 1 ? "" : "s");
		status = ig_cli_result(c, &out, k.failed ? 3 : 0);
	}
	ig_err_free(k.err);
	ig_cli_engine_done(&e);
	return status;
}
