#include "config.h"
#include "core/seccomp/profile.h"

#include <errno.h>
#include <string.h>

#include "core/seccomp/baseline.h"

static bool is_open(enum ig_sc_gate gate, bool spawn)
{
	return gate == IG_SC_BASE || spawn;
}

static const struct ig_pvalue *value(const struct ig_policy *p, enum ig_pkey key)
{
	return &p->v[key];
}

static bool text_is(const struct ig_policy *p, enum ig_pkey key, const char *text)
{
	return value(p, key)->text && !strcmp(value(p, key)->text, text);
}

static void remove_rule(struct ig_profile *pr, size_t i)
{
	ig_sc_rule_done(&pr->rule[i]);
	memmove(&pr->rule[i], &pr->rule[i + 1], (pr->n - i - 1) * sizeof(*pr->rule));
	pr->n--;
}

/*
 * Adds a rule, keeping no two of one call that say the same: of two open rules the wider stays,
 * and an open rule outdoes an answer. (libseccomp drops conditional rules beside an unconditional
 * one of the same call, whatever their action: such pairs must not be made.)
 */
static void add_rule(struct ig_profile *pr, const struct ig_sc_rule *r)
{
	for (size_t i = pr->n; i-- > 0;) {
		struct ig_sc_rule *o = &pr->rule[i];

		if (strcmp(o->syscall, r->syscall))
			continue;
		if (o->action == IG_SC_ALLOW &&
		    (r->action != IG_SC_ALLOW ||
		        ig_sc_implies(r->cond, r->cond_n, o->cond, o->cond_n)))
			return;
		if (o->action != IG_SC_ALLOW ||
		    ig_sc_implies(o->cond, o->cond_n, r->cond, r->cond_n))
			remove_rule(pr, i);
	}
	IG_GROW(pr->rule, pr->n, pr->cap);
	ig_sc_rule_copy(&pr->rule[pr->n++], r);
}

static void add_hard(struct ig_profile *pr)
{
	const struct ig_sc_hard *h;
	size_t n = ig_sc_hard_all(&h);

	for (size_t i = 0; i < n; i++) {
		struct ig_sc_rule r = {
		    .syscall = (char *)h[i].syscall,
		    /* Who is to fall back must live to do it, whatever the policy says. */
		    .action = h[i].err == ENOSYS ? IG_SC_ERRNO : pr->otherwise,
		    .err = h[i].err,
		    .when = (char *)"",
		    .why = (char *)h[i].why,
		    .group = (char *)"hard",
		};

		add_rule(pr, &r);
	}
}

static void add_baseline(struct ig_profile *pr, const struct ig_sc_baseline *b, bool spawn)
{
	static const char start_only[] = " (a service can use it to become another program of its "
	                                 "image; only the in-container guard can close it again)";

	for (size_t i = 0; i < b->n; i++) {
		struct ig_sc_rule r = b->v[i].rule;
		ig_auto_free char *why = NULL;

		if (!is_open(b->v[i].gate, spawn) || (b->v[i].only && b->v[i].only != pr->arch))
			continue;
		if (b->v[i].start && !spawn)
			r.why = why = ig_asprintf("%s%s", r.why, start_only);
		add_rule(pr, &r);
	}
}

static int check_name(const char *key, const char *name, ig_err **err)
{
	ig_auto_free char *near = NULL;

	if (ig_sc_known(name))
		return 0;
	ig_err_set(err, IG_E_INPUT, "%s: '%s' is not a system call", key, name);
	near = ig_sc_suggest(name);
	if (near)
		ig_err_hint(err, "did you mean '%s'?", near);
	return -1;
}

/* A call that a policy opens: as far as the hard rules and the other keys let it. */
static int allow(struct ig_profile *pr, bool spawn, const char *name, ig_err **err)
{
	const struct ig_sc_hard *h = ig_sc_hard_find(name);
	const struct ig_sc_limit *l = ig_sc_limit(name, 0);
	struct ig_sc_rule r = {
	    .syscall = (char *)name,
	    .action = IG_SC_ALLOW,
	    .when = (char *)"",
	    .why = (char *)"opened by seccomp.allow",
	    .group = (char *)"policy",
	};
	bool any = false;

	if (check_name("seccomp.allow", name, err) < 0)
		return -1;
	if (h)
		return ig_err_set(
		    err, IG_E_INPUT, "seccomp.allow: %s is always closed: %s", name, h->why);
	if (!l) {
		add_rule(pr, &r);
		return 0;
	}
	for (size_t i = 0; (l = ig_sc_limit(name, i)); i++) {
		if (!is_open(l->gate, spawn))
			continue;
		memcpy(r.cond, l->cond, sizeof(l->cond));
		r.cond_n = l->cond_n;
		r.when = (char *)l->when;
		add_rule(pr, &r);
		any = true;
	}
	if (any)
		return 0;
	return ig_err_set(
	    err, IG_E_INPUT, "seccomp.allow: %s is closed while process.spawn is deny", name);
}

static int deny(struct ig_profile *pr, const char *name, ig_err **err)
{
	struct ig_sc_rule r = {
	    .syscall = (char *)name,
	    .action = pr->otherwise,
	    .err = EPERM,
	    .when = (char *)"",
	    .why = (char *)"closed by seccomp.deny",
	    .group = (char *)"policy",
	};
	const char *need = ig_sc_start_need(name);

	if (check_name("seccomp.deny", name, err) < 0)
		return -1;
	if (need)
		return ig_err_set(err, IG_E_INPUT,
		    "seccomp.deny: the engine cannot start a service without %s (%s)", name, need);
	if (ig_sc_hard_find(name))
		return 0;
	for (size_t i = pr->n; i-- > 0;)
		if (!strcmp(pr->rule[i].syscall, name))
			remove_rule(pr, i);
	add_rule(pr, &r);
	return 0;
}

static int apply_lists(struct ig_profile *pr, const struct ig_policy *p, bool spawn, ig_err **err)
{
	const struct ig_pvalue *a = value(p, IG_P_SC_ALLOW), *d = value(p, IG_P_SC_DENY);

	for (size_t i = 0; i < a->list_n; i++)
		if (allow(pr, spawn, a->list[i], err) < 0)
			return -1;
	for (size_t i = 0; i < d->list_n; i++)
		if (deny(pr, d->list[i], err) < 0)
			return -1;
	return 0;
}

static int by_syscall(const void *a, const void *b)
{
	const struct ig_sc_rule *x = a, *y = b;
	int c = strcmp(x->syscall, y->syscall);

	if (c)
		return c;
	/* The order of conditions must not depend on that of equal keys: qsort is not stable. */
	for (unsigned i = 0; i < x->cond_n && i < y->cond_n; i++) {
		if (x->cond[i].value != y->cond[i].value)
			return x->cond[i].value < y->cond[i].value ? -1 : 1;
		if (x->cond[i].datum != y->cond[i].datum)
			return x->cond[i].datum < y->cond[i].datum ? -1 : 1;
	}
	return (int)x->cond_n - (int)y->cond_n;
}

static char *keep(struct ig_profile *pr, char *text)
{
	IG_GROW(pr->row_text, pr->text_n, pr->text_cap);
	return pr->row_text[pr->text_n++] = text;
}

/* Why a call is not open though the baseline knows it: the key that closes it. */
static const char *closed_why(
    struct ig_profile *pr, const struct ig_sc_baseline *b, const char *name, const char **ret_group)
{
	for (size_t i = 0; i < b->n; i++)
		if (!strcmp(b->v[i].rule.syscall, name) && b->v[i].gate != IG_SC_BASE) {
			*ret_group = "policy";
			return keep(pr, ig_asprintf("closed while process.spawn is deny (%s)",
			                    b->v[i].rule.why));
		}
	*ret_group = "default";
	return keep(pr, ig_asprintf("not needed by the baseline '%s'", pr->baseline));
}

static void describe(
    struct ig_profile *pr, const struct ig_sc_rule *r, size_t n, struct ig_sc_row *row)
{
	ig_auto_buf why = IG_BUF_INIT(4096);

	row->group = r->group;
	row->why = r->why;
	row->state = r->action == IG_SC_ALLOW && r->cond_n ? IG_SC_CONDITIONAL : r->action;
	if (row->state != IG_SC_CONDITIONAL)
		return;
	for (size_t i = 0; i < n; i++)
		if (!i || strcmp(r[i].why, r[i - 1].why))
			ig_buf_printf(&why, "%s%s", i ? "; " : "", r[i].why);
	row->why = keep(pr, ig_buf_take(&why));
}

static void make_rows(struct ig_profile *pr, const struct ig_sc_baseline *b, bool spawn)
{
	char **all;
	size_t n = ig_sc_all(pr->arch, &all), at = 0;

	pr->row = ig_calloc(n, sizeof(*pr->row));
	for (size_t i = 0; i < n; i++) {
		struct ig_sc_row *row = &pr->row[pr->row_n++];
		size_t end;

		row->syscall = keep(pr, all[i]);
		while (at < pr->n && strcmp(pr->rule[at].syscall, all[i]) < 0)
			at++;
		for (end = at; end < pr->n && !strcmp(pr->rule[end].syscall, all[i]);)
			end++;
		if (end > at) {
			describe(pr, &pr->rule[at], end - at, row);
		} else {
			row->state = pr->otherwise;
			row->why = closed_why(pr, b, all[i], &row->group);
		}
		if (!strcmp(row->syscall, "execve") && !spawn)
			row->state = IG_SC_CONDITIONAL;
		pr->open += row->state == IG_SC_ALLOW || row->state == IG_SC_CONDITIONAL;
	}
	free(all);
}

static int build(struct ig_profile *pr, const struct ig_policy *p, ig_err **err)
{
	const char *name = value(p, IG_P_BASELINE)->text;
	bool spawn = !text_is(p, IG_P_SPAWN, "deny");
	struct ig_sc_baseline *b = ig_sc_baseline_load(name ? name : "", err);
	int r;

	if (!b)
		return -1;
	pr->baseline = ig_strdup(b->name);
	pr->otherwise = text_is(p, IG_P_ON_DENY, "kill") ? IG_SC_KILL : IG_SC_ERRNO;
	add_hard(pr);
	add_baseline(pr, b, spawn);
	r = apply_lists(pr, p, spawn, err);
	if (r == 0) {
		qsort(pr->rule, pr->n, sizeof(*pr->rule), by_syscall);
		make_rows(pr, b, spawn);
	}
	ig_sc_baseline_free(b);
	return r;
}

ig_profile *ig_profile_new_for(const struct ig_policy *p, const char *machine, ig_err **err)
{
	struct ig_profile *pr;
	const struct ig_sc_arch *a = ig_sc_arch_find(machine);

	if (!a) {
		ig_err_set(err, IG_E_UNENFORCED, "no system call table for %s",
		    machine ? machine : "this machine");
		ig_err_hint(err, "x86_64 and aarch64 are supported");
		return NULL;
	}
	pr = ig_calloc(1, sizeof(*pr));
	pr->arch = a;
	if (build(pr, p, err) < 0) {
		ig_profile_free(pr);
		return NULL;
	}
	return pr;
}

ig_profile *ig_profile_new(const struct ig_policy *p, ig_err **err)
{
	return ig_profile_new_for(p, NULL, err);
}

void ig_profile_free(ig_profile *pr)
{
	if (!pr)
		return;
	for (size_t i = 0; i < pr->n; i++)
		ig_sc_rule_done(&pr->rule[i]);
	for (size_t i = 0; i < pr->text_n; i++)
		free(pr->row_text[i]);
	free(pr->rule);
	free(pr->row);
	free(pr->row_text);
	free(pr->baseline);
	free(pr);
}

size_t ig_profile_rules(const ig_profile *pr, const struct ig_sc_rule **ret)
{
	*ret = pr->rule;
	return pr->n;
}

size_t ig_profile_rows(const ig_profile *pr, struct ig_sc_row **ret)
{
	*ret = ig_calloc(pr->row_n, sizeof(**ret));
	memcpy(*ret, pr->row, pr->row_n * sizeof(**ret));
	return pr->row_n;
}

void ig_profile_count(const ig_profile *pr, size_t *ret_open, size_t *ret_all)
{
	*ret_open = pr->open;
	*ret_all = pr->row_n;
}
