#include "config.h"
#include "tui/cli/cli.h"

#include <fcntl.h>
#include <string.h>

#include "core/base/file.h"
#include "core/base/text.h"
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
	ig_auto_free char *path = ig_asprintf("%s%s", strchr(c->arg[0], '/') ? "" : "./", c->arg[0]);
	struct ig_policy *p = load(c, path);
	ig_auto_buf out = IG_BUF_INIT(0);

	if (!p)
		return 2;
	ig_policy_free(p);
	ig_text_clean(c->arg[0], strlen(c->arg[0]), c->ascii ? IG_TEXT_ASCII : 0, 0, &out);
	ig_buf_adds(&out, ": no problem found\n");
	return ig_cli_result(c, &out, 0);
}

int ig_cli_policy_diff(const struct ig_cli *c)
{
	struct ig_policy *a = load(c, c->arg[0]), *b = a ? load(c, c->arg[1]) : NULL;
	ig_auto_buf out = IG_BUF_INIT(0);
	int status = 2;

	if (b) {
		status = ig_report_policy_diff(a, b, c->ascii ? IG_TEXT_ASCII : 0, &out) ? 1 : 0;
		status = ig_cli_result(c, &out, status);
	}
	ig_policy_free(a);
	ig_policy_free(b);
	return status;
}

/* Where `policy init NAME` writes. NULL with an error for what is no name. */
static char *init_path(const char *arg, char **ret_name, ig_err **err)
{
	ig_auto_free char *folder = NULL;
	const char *base = strrchr(arg, '/') ? strrchr(arg, '/') + 1 : arg;
	size_t n = strlen(base);

	if (n > 5 && strcmp(base + n - 5, ".yaml") == 0)
		n -= 5;
	*ret_name = ig_strndup(base, n);
	if (!n || strspn(*ret_name, "abcdefghijklmnopqrstuvwxyz0123456789-_") != n) {
		ig_err_set(err, IG_E_INPUT, "'%s' is no name for a policy", *ret_name);
		ig_err_hint(err, "use lower-case letters, digits, '-' and '_'");
		return NULL;
	}
	if (base != arg || base[n])
		return ig_strdup(arg);
	folder = ig_xdg_dir(IG_XDG_CONFIG, "policies", err);
	return folder ? ig_asprintf("%s/%s.yaml", folder, *ret_name) : NULL;
}

int ig_cli_policy_init(const struct ig_cli *c)
{
	ig_auto_free char *name = NULL;
	ig_auto_free char *path = NULL;
	ig_auto_buf file = IG_BUF_INIT(0);
	ig_auto_buf out = IG_BUF_INIT(0);
	ig_auto_err e = NULL;

	path = init_path(c->arg[0], &name, &e);
	if (!path)
		return ig_cli_fail(c, e);
	if (access(path, F_OK) == 0) {
		ig_err_set(&e, IG_E_INPUT, "'%s' exists already", path);
		ig_err_hint(&e, "'ignite-tui policy set' changes it");
		return ig_cli_fail(c, e);
	}
	ig_report_policy_template(name, &file);
	if (ig_write_atomic(path, file.data, file.len, 0644, &e) < 0)
		return ig_cli_fail(c, e);
	ig_text_clean(path, strlen(path), c->ascii ? IG_TEXT_ASCII : 0, 0, &out);
	ig_buf_addc(&out, '\n');
	return ig_cli_result(c, &out, 0);
}

int ig_cli_policy_keys(const struct ig_cli *c)
{
	ig_auto_buf out = IG_BUF_INIT(0);

	ig_report_keys_text(&out);
	return ig_cli_result(c, &out, 0);
}
