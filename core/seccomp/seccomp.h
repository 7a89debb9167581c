/*
 * Seccomp profiles: generated from a runtime's baseline, the policy and the hard rules that no
 * policy can lift; written as the engine's JSON, as text with reasons, and as BPF.
 */
#ifndef IG_SECCOMP_SECCOMP_H
#define IG_SECCOMP_SECCOMP_H

#include <jansson.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/policy/policy.h"

enum ig_sc_action { IG_SC_ALLOW, IG_SC_ERRNO, IG_SC_KILL, IG_SC_CONDITIONAL };

/* One argument condition, as in libseccomp's scmp_arg_cmp. */
enum ig_sc_op { IG_SC_EQ, IG_SC_NE, IG_SC_LT, IG_SC_LE, IG_SC_GT, IG_SC_GE, IG_SC_MASKED_EQ };
struct ig_sc_cond {
	unsigned arg;
	enum ig_sc_op op;
	uint64_t value; /* for MASKED_EQ: the mask */
	uint64_t datum; /* for MASKED_EQ: what must be left */
};

struct ig_sc_rule {
	char *syscall;
	enum ig_sc_action action;
	struct ig_sc_cond cond[4]; /* all must hold */
	unsigned cond_n;
	int err;     /* for ERRNO */
	char *when;  /* the conditions in words, "arg 1 = TCGETS"; "" for none */
	char *why;   /* one sentence for the reviewer */
	char *group; /* family or baseline it comes from: "node", "hard", "policy" */
};

typedef struct ig_profile ig_profile;

/* Everything that follows from the policy. NULL with IG_E_INPUT for an unknown baseline or
 * syscall, one that a hard rule closes for good, or one that the engine's start cannot do without.
 */
ig_profile *ig_profile_new(const struct ig_policy *p, ig_err **err);
/* For another machine, named as `uname -m` names it ("aarch64"): the engine may be elsewhere. NULL
 * is this one. IG_E_UNENFORCED when there is no table for it. */
ig_profile *ig_profile_new_for(const struct ig_policy *p, const char *machine, ig_err **err);
void ig_profile_free(ig_profile *pr);
size_t ig_profile_rules(const ig_profile *pr, const struct ig_sc_rule **ret);

/* What the profile does with a syscall, for the screen: one row for each syscall the kernel has. */
struct ig_sc_row {
	const char *syscall;
	enum ig_sc_action state;
	const char *why;
	const char *group;
};
/* The caller frees the array (the strings are the profile's). */
size_t ig_profile_rows(const ig_profile *pr, struct ig_sc_row **ret);
/* How many syscalls are open, and how many this kernel's table has. */
void ig_profile_count(const ig_profile *pr, size_t *ret_open, size_t *ret_all);

/* The engine's format (Docker's profile JSON). New reference. */
json_t *ig_profile_json(const ig_profile *pr);
/* The same for a run that starts with ignite-guard: open besides is what the guard needs to close
 * it all again (seccomp to install a filter, landlock_*, prctl PR_SET_NO_NEW_PRIVS). The guard must
 * then install ig_profile_bpf() before the service, or the service has these too. New reference. */
json_t *ig_profile_json_guarded(const ig_profile *pr);
/* Readable, a line a rule with its reason. */
void ig_profile_text(const ig_profile *pr, struct ig_buf *out);
/* Compiled through libseccomp for the profile's machine: struct sock_filter[]. Any other
 * architecture (int 0x80, x32) kills the process. */
int ig_profile_bpf(const ig_profile *pr, struct ig_buf *out, ig_err **err);

#endif
