/* What the writers share. */
#ifndef IG_SECCOMP_PROFILE_H
#define IG_SECCOMP_PROFILE_H

#include <stdbool.h>

#include "core/seccomp/arch.h"
#include "core/seccomp/seccomp.h"

struct ig_profile {
	const struct ig_sc_arch *arch;
	char *baseline;
	enum ig_sc_action otherwise; /* ERRNO (EPERM) or KILL */
	/* Sorted by name. What is open, what is answered on purpose, and what is closed for good.
	 */
	struct ig_sc_rule *rule;
	size_t n, cap;
	struct ig_sc_row *row; /* each call of the architecture */
	char **row_text;       /* names and joined reasons, owned */
	size_t row_n, text_n, text_cap;
	size_t open;
};

#endif
