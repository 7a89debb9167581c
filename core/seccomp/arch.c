#include "config.h"
#include "core/seccomp/arch.h"

#include <seccomp.h>
#include <string.h>
#include <sys/utsname.h>

#include "core/base/mem.h"

static const struct ig_sc_arch arches[] = {
    {"x86_64", SCMP_ARCH_X86_64, "SCMP_ARCH_X86_64"},
    {"aarch64", SCMP_ARCH_AARCH64, "SCMP_ARCH_AARCH64"},
};

/*
 * Calls newer than libseccomp 2.5.4, from the kernel's scripts/syscall.tbl of 6.18: the same
 * number on every architecture. No filter can name them, so that the default refuses them; they
 * stand here to be shown.
 */
static const struct {
	const char *name;
	int number;
} newer[] = {
    {"cachestat", 451},
    {"fchmodat2", 452},
    {"map_shadow_stack", 453},
    {"futex_wake", 454},
    {"futex_wait", 455},
    {"futex_requeue", 456},
    {"statmount", 457},
    {"listmount", 458},
    {"lsm_get_self_attr", 459},
    {"lsm_set_self_attr", 460},
    {"lsm_list_modules", 461},
    {"mseal", 462},
    {"setxattrat", 463},
    {"getxattrat", 464},
    {"listxattrat", 465},
    {"removexattrat", 466},
    {"open_tree_attr", 467},
    {"file_getattr", 468},
    {"file_setattr", 469},
};

/* Past the last number of the tables (469 in 6.18), below the x32 bit. */
enum { NUMBER_MAX = 600 };

const struct ig_sc_arch *ig_sc_arch_find(const char *name)
{
	struct utsname u;

	if (!name || !*name) {
		if (uname(&u) < 0)
			return NULL;
		name = u.machine;
	}
	for (size_t i = 0; i < IG_COUNT(arches); i++)
		if (!strcmp(arches[i].name, name))
			return &arches[i];
	return NULL;
}

int ig_sc_number(const struct ig_sc_arch *a, const char *syscall)
{
	/* Unknown names give -1, names of other architectures other negative numbers. */
	int n = seccomp_syscall_resolve_name_arch(a->token, syscall);

	return n < 0 ? -1 : n;
}

static bool is_newer(const char *syscall)
{
	for (size_t i = 0; i < IG_COUNT(newer); i++)
		if (!strcmp(newer[i].name, syscall))
			return true;
	return false;
}

bool ig_sc_known(const char *syscall)
{
	for (size_t i = 0; i < IG_COUNT(arches); i++)
		if (ig_sc_number(&arches[i], syscall) >= 0)
			return true;
	return is_newer(syscall);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

size_t ig_sc_all(const struct ig_sc_arch *a, char ***ret)
{
	size_t n = 0, cap = 0;
	char **v = NULL;

	for (int i = 0; i < NUMBER_MAX; i++) {
		char *name = seccomp_syscall_resolve_num_arch(a->token, i);

		if (!name)
			continue;
		IG_GROW(v, n, cap);
		v[n++] = name;
	}
	for (size_t i = 0; i < IG_COUNT(newer); i++) {
		if (ig_sc_number(a, newer[i].name) >= 0)
			continue;
		IG_GROW(v, n, cap);
		v[n++] = ig_strdup(newer[i].name);
	}
	qsort(v, n, sizeof(*v), by_name);
	*ret = v;
	return n;
}

/* Levenshtein distance of two short names; anything past `most` is most + 1. */
static size_t distance(const char *a, const char *b, size_t most)
{
	size_t row[64], na = strlen(a), nb = strlen(b);

	if (nb >= IG_COUNT(row) || na > nb + most || nb > na + most)
		return most + 1;
	for (size_t j = 0; j <= nb; j++)
		row[j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			size_t d = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < d)
				d = row[j] + 1;
			if (row[j - 1] + 1 < d)
				d = row[j - 1] + 1;
			row[j] = d;
		}
	}
	return row[nb];
}

char *ig_sc_suggest(const char *misspelt)
{
	size_t best = strlen(misspelt) < 5 ? 2 : 3; /* nothing as far as this or further */
	char *found = NULL;

	for (size_t i = 0; i < IG_COUNT(arches); i++) {
		char **all;
		size_t n = ig_sc_all(&arches[i], &all);

		for (size_t j = 0; j < n; j++) {
			size_t d = distance(misspelt, all[j], best);

			if (d < best) {
				best = d;
				free(found);
				found = ig_strdup(all[j]);
			}
			free(all[j]);
		}
		free(all);
	}
	return found;
}
