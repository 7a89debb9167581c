#include "config.h"
#include "tui/cli/cli.h"

#include <string.h>

#include "core/base/text.h"
#include "core/policy/edit.h"
#include "core/report/report.h"

int ig_cli_policy_error(const struct ig_cli *c, const char *problems, const ig_err *err)
{
	const char *end;

	if (!*problems)
		return ig_cli_fail(c, err);
	for (; *problems; problems = *end ? end + 1 : end) {
		end = problems + strcspn(problems, "\n");
		ig_cli_note(c, "%.*s", (int)(end - problems), problems);
	}
	return 2;
}

int ig_cli_both_bases(const struct ig_cli *c, ig_err **err)
{
	if (!c->opt[IG_O_AUDIT] || !c->opt[IG_O_NORMAL])
		return 0;
	return ig_err_set(err, IG_E_USAGE, "--audit and --normal exclude each other");
}

/* The policy that a file or a name makes over the audit default; NULL when it has problems, which
 * are on stderr then. */
static struct ig_policy *load(const struct ig_cli *c, const char *spec)
{
	ig_auto_buf problems = IG_BUF_INIT(0);
	ig_auto_err e = NULL;
	struct ig_policy *p = ig_policy_new("audit", &e);

	if (p && ig_policy_apply(p, spec, &problems, &e) == 0 && ig_policy_check(p, &e) == 0)
		return p;
	ig_cli_policy_error(c, ig_buf_str(&problems), e);
	ig_policy_free(p);
	return NULL;
}

int ig_cli_policy_check(const struct ig_cli *c)
{
	/* A file is meant, even if its name looks like that of a policy. */
	ig_auto_free char *path =
	    ig_asprintf("%s%s", strchr(c->arg[0], '/') ? "" : "./", c->arg[0]);
	struct ig_policy *p = load(c, path);
	ig_auto_buf out = IG_BUF_INIT(0);

	if (!p)
		return 2;
	ig_policy_free(p);
	ig_text_clean(c->arg[0], strlen(c->arg[0]), c->ascii ? IG_TEXT_ASCII : 0, 0, &out);
	ig_buf_adds(&out, ": no problem found\n");
	return ig_cli_result(c, &out, 0);
}

/* Lines that may quote a file, neutralised. */
static void add_lines(const struct ig_cli *c, const char *text, struct ig_buf *out)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		ig_text_clean(text, n, c->ascii ? IG_TEXT_ASCII : 0, 0, out);
		ig_buf_addc(out, '\n');
		text += n + (text[n] == '\n');
	}
}

int ig_cli_policy_diff(const struct ig_cli *c)
{
	struct ig_policy *a = load(c, c->arg[0]), *b = a ? load(c, c->arg[1]) : NULL;
	ig_auto_buf text = IG_BUF_INIT(0);
	ig_auto_buf out = IG_BUF_INIT(0);
	size_t wider, lines;
	int status = 2;

	if (b) {
		wider = ig_policy_diff(a, b, &text, &lines);
		add_lines(c, lines ? ig_buf_str(&text) : "no difference", &out);
		status = ig_cli_result(c, &out, wider ? 1 : 0);
	}
	ig_policy_free(a);
	ig_policy_free(b);
	return status;
}

int ig_cli_policy_init(const struct ig_cli *c)
{
	ig_auto_buf out = IG_BUF_INIT(0);
	ig_auto_err e = NULL;
	ig_auto_free char *path = ig_policy_init(c->arg[0], &e);

	if (!path)
		return ig_cli_fail(c, e);
	add_lines(c, path, &out);
	return ig_cli_result(c, &out, 0);
}

int ig_cli_policy_set(const struct ig_cli *c)
{
	ig_auto_buf problems = IG_BUF_INIT(0);
	ig_auto_err e = NULL;

	if (ig_policy_edit(c->arg[0], c->arg + 1, c->arg_n - 1, &problems, &e) == 0)
		return 0;
	return ig_cli_policy_error(c, ig_buf_str(&problems), e);
}

int ig_cli_policy_keys(const struct ig_cli *c)
{
	ig_auto_buf out = IG_BUF_INIT(0);

	ig_report_keys_text(&out);
	return ig_cli_result(c, &out, 0);
}
