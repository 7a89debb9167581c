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

static struct clean clean(struct ig_cli_engine *e, bool all)
{
	struct clean k = {.loop = e->loop};

	ig_run_clean(e->loop, e->engine, all, cleaned, &k);
	ig_loop_run(e->loop);
	return k;
}

static const char *plural(unsigned n)
{
	return n == 1 ? "" : "s";
}

void ig_cli_remove_orphans(const struct ig_cli *c, struct ig_cli_engine *e)
{
	struct clean k = clean(e, false);

	if (k.removed)
		ig_cli_note(c, "removed %u container%s that an earlier run left behind", k.removed,
		    plural(k.removed));
	if (k.failed)
		ig_cli_note(c, "%u container%s of earlier runs could not be removed: %s", k.failed,
		    plural(k.failed), ig_err_msg(k.err));
	ig_err_free(k.err);
}

int ig_cli_clean(const struct ig_cli *c)
{
	struct ig_cli_engine e = {0};
	struct clean k = {0};
	ig_auto_buf out = IG_BUF_INIT(0);
	ig_auto_err err = NULL;
	int status;

	if (ig_snapshot_prune(0, &err) < 0 || ig_cli_engine_open(c, &e, &err) < 0) {
		ig_cli_engine_done(&e);
		return ig_cli_fail(c, err);
	}
	k = clean(&e, c->opt[IG_O_ALL]);
	if (k.err) {
		status = ig_cli_fail(c, k.err);
	} else {
		ig_buf_printf(&out, "%u container%s removed\n", k.removed, plural(k.removed));
		status = ig_cli_result(c, &out, 0);
	}
	ig_err_free(k.err);
	ig_cli_engine_done(&e);
	return status;
}
