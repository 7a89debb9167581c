#include "config.h"
#include "core/engine/engine-priv.h"

#include <string.h>

/* 130 MB of a runtime take 3 s to import on a laptop; a slow disk may need its time. */
enum { IMAGE_DEADLINE = 300 * 1000 };

ig_call *ig_engine_images(ig_engine *e, const json_t *filters, ig_reply_fn fn, void *user)
{
	struct ig_request r;

	ig_request_init(&r, "GET", "/images/json", IG_PART_NONE, NULL, "");
	ig_request_query_json(&r, "filters", filters);
	return ig_reply_call(e, "list the images", &r, 0, fn, user);
}

ig_call *ig_engine_image_inspect(ig_engine *e, const char *ref, ig_reply_fn fn, void *user)
{
	struct ig_request r;

	ig_request_init(&r, "GET", "/images/", IG_PART_REF, ref, "/json");
	return ig_reply_call(e, "describe the image", &r, 0, fn, user);
}

ig_call *ig_engine_image_remove(ig_engine *e, const char *ref, ig_reply_fn fn, void *user)
{
	struct ig_request r;

	ig_request_init(&r, "DELETE", "/images/", IG_PART_REF, ref, "");
	return ig_reply_call(e, "remove the image", &r, 0, fn, user);
}

ig_call *ig_engine_image_build(
    ig_engine *e, int tar_fd, const char *tag, const json_t *labels, ig_reply_fn fn, void *user)
{
	static const char *const fixed[][2] = {
	    {"version", "1"}, /* the classic builder: no BuildKit session is needed */
	    {"networkmode", "none"},
	    {"nocache", "1"},
	    {"rm", "1"},
	    {"forcerm", "1"},
	};
	struct ig_request r;

	/* `pull` is left out: given in any form but false, the base image would be fetched anew. */
	ig_request_init(&r, "POST", "/build", IG_PART_NONE, NULL, "");
	for (size_t i = 0; i < IG_COUNT(fixed); i++)
		ig_request_query(&r, fixed[i][0], fixed[i][1]);
	ig_request_query(&r, "t", tag);
	ig_request_query_json(&r, "labels", labels);
	ig_request_tar(&r, tar_fd);
	return ig_progress_call(e, "build the image", &r, IMAGE_DEADLINE, fn, user);
}

ig_call *ig_engine_image_import(ig_engine *e, int tar_fd, const char *tag,
    const char *const *changes, ig_reply_fn fn, void *user)
{
	const char *slash = strrchr(tag, '/');
	const char *colon = strrchr(slash ? slash : tag, ':');
	ig_auto_free char *repo = ig_strndup(tag, colon ? (size_t)(colon - tag) : strlen(tag));
	struct ig_request r;

	ig_request_init(&r, "POST", "/images/create", IG_PART_NONE, NULL, "");
	ig_request_query(&r, "fromSrc", "-");
	ig_request_query(&r, "repo", repo);
	ig_request_query(&r, "tag", colon ? colon + 1 : NULL);
	for (; changes && *changes; changes++)
		ig_request_query(&r, "changes", *changes);
	ig_request_tar(&r, tar_fd);
	return ig_progress_call(e, "import the image", &r, IMAGE_DEADLINE, fn, user);
}
