#include "config.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "core/base/file.h"
#include "core/seccomp/profile.h"

/* Bytes: the kernel takes BPF_MAXINSNS (4096) instructions of 8. */
enum { BPF_MAX = 4096 * sizeof(struct sock_filter) };

static const char *docker_action(enum ig_sc_action a)
{
	switch (a) {
	case IG_SC_ALLOW:
	case IG_SC_CONDITIONAL:
		return "SCMP_ACT_ALLOW";
	case IG_SC_KILL:
		return "SCMP_ACT_KILL_PROCESS";
	case IG_SC_ERRNO:
		break;
	}
	return "SCMP_ACT_ERRNO";
}

static json_t *docker_args(const struct ig_sc_rule *r)
{
	json_t *args = json_array();

	for (unsigned i = 0; i < r->cond_n; i++)
		json_array_append_new(
		    args, json_pack("{s:i, s:I, s:I, s:s}", "index", (int)r->cond[i].arg, "value",
		              (json_int_t)r->cond[i].value, "valueTwo",
		              (json_int_t)r->cond[i].datum, "op", "SCMP_CMP_MASKED_EQ"));
	return args;
}

/* Rules that differ in nothing but the name become one entry, as people write it. */
static bool same_but_name(const struct ig_sc_rule *a, const struct ig_sc_rule *b)
{
	if (a->action != b->action || a->cond_n != b->cond_n ||
	    (a->action == IG_SC_ERRNO && a->err != b->err) || strcmp(a->why, b->why))
		return false;
	for (unsigned i = 0; i < a->cond_n; i++)
		if (memcmp(&a->cond[i], &b->cond[i], sizeof(a->cond[i])))
			return false;
	return true;
}

static bool exists(const struct ig_profile *pr, const struct ig_sc_rule *r)
{
	return ig_sc_number(pr->arch, r->syscall) >= 0;
}

static json_t *docker_entry(const struct ig_profile *pr, size_t first, bool *done)
{
	const struct ig_sc_rule *r = &pr->rule[first];
	json_t *names = json_array();
	json_t *e = json_pack("{s:o, s:s, s:s}", "names", names, "action", docker_action(r->action),
	    "comment", r->why);

	for (size_t i = first; i < pr->n; i++)
		if (!done[i] && same_but_name(r, &pr->rule[i]) && exists(pr, &pr->rule[i])) {
			json_array_append_new(names, json_string(pr->rule[i].syscall));
			done[i] = true;
		}
	if (r->cond_n)
		json_object_set_new(e, "args", docker_args(r));
	if (r->action == IG_SC_ERRNO)
		json_object_set_new(e, "errnoRet", json_integer(r->err));
	return e;
}

json_t *ig_profile_json(const ig_profile *pr)
{
	json_t *rules = json_array(), *out;
	ig_auto_free bool *done = ig_calloc(pr->n ? pr->n : 1, sizeof(*done));

	for (size_t i = 0; i < pr->n; i++)
		if (!done[i] && exists(pr, &pr->rule[i]))
			json_array_append_new(rules, docker_entry(pr, i, done));
	/*
	 * Rules that only repeat the default are written too: they say why, and runc answers ENOSYS
	 * for every call with a number above the highest that the profile names.
	 */
	out = json_pack("{s:s, s:[s], s:o}", "defaultAction", docker_action(pr->otherwise),
	    "architectures", pr->arch->docker, "syscalls", rules);
	/* An older engine does not know the key and uses the same number. */
	if (pr->otherwise == IG_SC_ERRNO)
		json_object_set_new(out, "defaultErrnoRet", json_integer(EPERM));
	return out;
}

static json_t *guard_entry(const char *call, const struct ig_sc_cond *cond)
{
	const struct ig_sc_rule r = {
	    .cond = {cond ? *cond : (struct ig_sc_cond){0}}, .cond_n = cond != NULL};
	json_t *e = json_pack("{s:[s], s:s, s:s}", "names", call, "action", "SCMP_ACT_ALLOW",
	    "comment", "the guard uses it to close itself in, and then closes it");

	if (cond)
		json_object_set_new(e, "args", docker_args(&r));
	return e;
}

/* A rule of the profile that closes the call would stand beside the one that opens it. */
static void take_out(json_t *rules, const char *call)
{
	json_t *rule, *name;
	size_t i, j;

	json_array_foreach(rules, i, rule)
	{
		json_t *names = json_object_get(rule, "names");

		if (!strcmp(json_string_value(json_object_get(rule, "action")), "SCMP_ACT_ALLOW"))
			continue;
		json_array_foreach(names, j, name) if (!strcmp(json_string_value(name), call))
		    json_array_remove(names, j--);
		if (!json_array_size(names))
			json_array_remove(rules, i--);
	}
}

json_t *ig_profile_json_guarded(const ig_profile *pr)
{
	static const struct {
		const char *call;
		unsigned cond_n;
		struct ig_sc_cond cond;
	} needs[] = {
	    {"seccomp", 1, {0, IG_SC_MASKED_EQ, 0xffffffff, SECCOMP_SET_MODE_FILTER}},
	    {"prctl", 1, {0, IG_SC_MASKED_EQ, 0xffffffff, PR_SET_NO_NEW_PRIVS}},
	    {"landlock_create_ruleset", 0, {0}},
	    {"landlock_add_rule", 0, {0}},
	    {"landlock_restrict_self", 0, {0}},
	};
	json_t *out = ig_profile_json(pr), *rules = json_object_get(out, "syscalls");

	for (size_t i = 0; i < IG_COUNT(needs); i++) {
		take_out(rules, needs[i].call);
		json_array_append_new(
		    rules, guard_entry(needs[i].call, needs[i].cond_n ? &needs[i].cond : NULL));
	}
	return out;
}

static void text_rule(const struct ig_sc_rule *r, struct ig_buf *out)
{
	const char *what = "open  ";

	if (r->action == IG_SC_KILL)
		what = "kill  ";
	else if (r->action == IG_SC_ERRNO)
		what = r->err == ENOSYS ? "ENOSYS" : "EPERM ";
	ig_buf_printf(out, "%s  %-24s %s%s%s  [%s]", what, r->syscall, r->why,
	    *r->when ? "; when " : "", r->when, r->group);
	ig_buf_addc(out, '\n');
}

void ig_profile_text(const ig_profile *pr, struct ig_buf *out)
{
	ig_buf_printf(out, "baseline %s, %s: %zu of %zu system calls open; any other is %s\n",
	    pr->baseline, pr->arch->name, pr->open, pr->row_n,
	    pr->otherwise == IG_SC_KILL ? "killed" : "refused with EPERM");
	for (size_t i = 0; i < pr->n; i++)
		text_rule(&pr->rule[i], out);
}

static uint32_t scmp_action(enum ig_sc_action a, int err)
{
	switch (a) {
	case IG_SC_ALLOW:
	case IG_SC_CONDITIONAL:
		return SCMP_ACT_ALLOW;
	case IG_SC_KILL:
		return SCMP_ACT_KILL_PROCESS;
	case IG_SC_ERRNO:
		break;
	}
	return SCMP_ACT_ERRNO((uint32_t)err);
}

/* The rule says something that the default does not; libseccomp takes no other. */
static bool matters(const struct ig_profile *pr, const struct ig_sc_rule *r)
{
	if (r->action != pr->otherwise)
		return true;
	return r->action == IG_SC_ERRNO && r->err != EPERM;
}

static int add_to_filter(scmp_filter_ctx f, const struct ig_profile *pr, const struct ig_sc_rule *r)
{
	struct scmp_arg_cmp cmp[IG_COUNT(r->cond)];

	if (!exists(pr, r) || !matters(pr, r))
		return 0;
	for (unsigned i = 0; i < r->cond_n; i++)
		cmp[i] = (struct scmp_arg_cmp){
		    r->cond[i].arg, SCMP_CMP_MASKED_EQ, r->cond[i].value, r->cond[i].datum};
	/* libseccomp takes this machine's number (or pseudo number) and translates it. */
	return seccomp_rule_add_exact_array(f, scmp_action(r->action, r->err),
	    seccomp_syscall_resolve_name(r->syscall), r->cond_n, cmp);
}

static int fill(scmp_filter_ctx f, const struct ig_profile *pr, int fd)
{
	int r = seccomp_attr_set(f, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);

	if (r == 0 && pr->arch->token != seccomp_arch_native()) {
		r = seccomp_arch_remove(f, SCMP_ARCH_NATIVE);
		if (r == 0)
			r = seccomp_arch_add(f, pr->arch->token);
	}
	for (size_t i = 0; r == 0 && i < pr->n; i++)
		r = add_to_filter(f, pr, &pr->rule[i]);
	return r ? r : seccomp_export_bpf(f, fd);
}

int ig_profile_bpf(const ig_profile *pr, struct ig_buf *out, ig_err **err)
{
	ig_auto_fd int fd = memfd_create("seccomp", MFD_CLOEXEC);
	scmp_filter_ctx f;
	int r;

	if (fd < 0)
		return ig_err_sys(err, IG_E_HOST, errno, "no memory file for the filter");
	f = seccomp_init(scmp_action(pr->otherwise, EPERM));
	if (!f)
		return ig_err_set(err, IG_E_INTERNAL, "libseccomp gave no filter");
	r = fill(f, pr, fd);
	seccomp_release(f);
	if (r < 0)
		return ig_err_sys(err, IG_E_INTERNAL, -r, "libseccomp refused the profile");
	if (lseek(fd, 0, SEEK_SET) < 0)
		return ig_err_sys(err, IG_E_HOST, errno, "the filter's memory file");
	return ig_read_fd(fd, "the filter", BPF_MAX, out, err);
}
