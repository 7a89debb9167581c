#include "config.h"
#include "tui/cli/cli.h"

#include <string.h>

#include "core/base/json.h"
#include "core/run/run.h"
#include "core/service/runtime.h"

/* The entry of GET /images/json that has this tag, or NULL. */
static const json_t *with_tag(const json_t *images, const char *tag)
{
	size_t i, k;
	json_t *image, *name;

	json_array_foreach(images, i, image)
	{
		json_array_foreach(json_object_get(image, "RepoTags"), k, name)
		{
			if (json_is_string(name) && strcmp(json_string_value(name), tag) == 0)
				return image;
		}
	}
	return NULL;
}

static void print_row(const struct ig_runtime *rt, const json_t *image, struct ig_buf *out)
{
	ig_auto_free char *name = ig_asprintf("%s@%s", rt->name, rt->version);

	ig_buf_printf(out, "%-10s %-22s ", name, rt->image);
	if (!image) {
		ig_buf_printf(out, "not there: 'ignite-tui images build %s' makes it\n", name);
		return;
	}
	ig_buf_printf(out, "%s %lld MB\n", ig_json_str(image, "Id", "?"),
	    (long long)(ig_json_int(image, "Size", 0) / 1000000));
}

int ig_cli_images(const struct ig_cli *c)
{
	struct ig_cli_engine e;
	struct ig_cli_reply r = {0};
	ig_auto_buf out = IG_BUF_INIT(0);
	ig_auto_err err = NULL;
	int status = 0;

	if (ig_cli_engine_open(c, &e, &err) < 0) {
		ig_cli_engine_done(&e);
		return ig_cli_fail(c, err);
	}
	ig_cli_remove_orphans(c, &e);
	r.loop = e.loop;
	ig_engine_images(e.engine, NULL, ig_cli_keep, &r);
	ig_loop_run(e.loop);
	if (r.err) {
		status = ig_cli_fail(c, r.err);
	} else {
		for (size_t i = 0; i < ig_runtimes_n; i++)
			print_row(&ig_runtimes[i], with_tag(r.body, ig_runtimes[i].image), &out);
		status = ig_cli_result(c, &out, 0);
	}
	json_decref(r.body);
	ig_err_free(r.err);
	ig_cli_engine_done(&e);
	return status;
}

static int build(const struct ig_cli *c, struct ig_cli_engine *e, const struct ig_runtime *rt)
{
	ig_auto_free char *cache = ig_cli_npm_cache();
	struct ig_cli_reply r = {.loop = e->loop};
	ig_auto_buf out = IG_BUF_INIT(0);
	ig_auto_err err = NULL;
	int status;

	ig_cli_remove_orphans(c, e);
	ig_cli_note(c, "making %s ...", rt->image);
	if (!ig_image_build(e->loop, e->engine, rt, cache, ig_cli_keep, &r, &err))
		return ig_cli_fail(c, err);
	ig_loop_run(e->loop);
	if (r.err) {
		status = ig_cli_fail(c, r.err);
	} else {
		ig_buf_printf(&out, "%s %s\n", rt->image, ig_json_str(r.body, "Id", "?"));
		status = ig_cli_result(c, &out, 0);
	}
	json_decref(r.body);
	ig_err_free(r.err);
	return status;
}

int ig_cli_images_build(const struct ig_cli *c)
{
	const struct ig_runtime *rt;
	struct ig_cli_engine e;
	ig_auto_err err = NULL;
	int status;

	rt = ig_runtime_find(c->arg[0], &err);
	if (!rt)
		return ig_cli_fail(c, err);
	status = ig_cli_engine_open(c, &e, &err) < 0 ? ig_cli_fail(c, err) : build(c, &e, rt);
	ig_cli_engine_done(&e);
	return status;
}
