#include "config.h"
#include "core/report/report-priv.h"

#include <string.h>

#include "core/base/json.h"
#include "core/base/text.h"

void ig_report_add(struct ig_buf *out, const char *s, unsigned flags, size_t limit)
{
	ig_text_clean(s, strlen(s), flags, limit, out);
}

char *ig_report_size(uint64_t bytes)
{
	static const char unit[] = "BKMGTPE";
	double v = (double)bytes;
	size_t i = 0;

	while (v >= 1024 && i + 1 < sizeof(unit) - 1) {
		v /= 1024;
		i++;
	}
	if (i == 0)
		return ig_asprintf("%u bytes", (unsigned)bytes);
	return ig_asprintf(v < 100 ? "%.1f%c" : "%.0f%c", v, unit[i]);
}

json_t *ig_report_string(const char *s)
{
	return s ? ig_json_bytes(s, strlen(s)) : json_null();
}

json_t *ig_report_service(const struct ig_service *s)
{
	ig_auto_free char *runtime = NULL;
	json_t *o = json_object();

	if (s->runtime)
		runtime = ig_asprintf("%s@%s", s->runtime->name, s->runtime->version);
	json_object_set_new(o, "name", ig_report_string(s->name));
	json_object_set_new(o, "path", ig_report_string(s->path));
	json_object_set_new(o, "runtime", ig_report_string(runtime ? runtime : s->runtime_spec));
	json_object_set_new(o, "entry", ig_report_string(s->entry));
	return o;
}

json_t *ig_report_manifest(const struct ig_manifest *m)
{
	ig_auto_free char *digest = ig_asprintf("sha256:%s", m->digest);

	return json_pack("{s:s, s:I, s:I}", "digest", digest, "files", (json_int_t)m->files,
	    "bytes", (json_int_t)m->bytes);
}

void ig_report_put(json_t *v, struct ig_buf *out)
{
	ig_json_write(v, 2, out);
	ig_buf_addc(out, '\n');
	json_decref(v);
}
