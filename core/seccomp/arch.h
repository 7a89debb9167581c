/*
 * Architectures and the names of their system calls.
 */
#ifndef IG_SECCOMP_ARCH_H
#define IG_SECCOMP_ARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ig_sc_arch {
	const char *name;   /* as uname -m says */
	uint32_t token;     /* libseccomp's and the kernel's AUDIT_ARCH_* */
	const char *docker; /* in the engine's profile; no 32-bit twin is ever listed beside it */
};

/* NULL or "" is this machine. NULL for one that has no row. */
const struct ig_sc_arch *ig_sc_arch_find(const char *name);

/* Its number, or -1 when the architecture has no such call (or nobody knows the name). */
int ig_sc_number(const struct ig_sc_arch *a, const char *syscall);
/* Some architecture we support has a call of that name. */
bool ig_sc_known(const char *syscall);
/* The known name nearest to a misspelt one, or NULL. The caller frees. */
char *ig_sc_suggest(const char *misspelt);

/* Every call of the architecture, sorted by name. The caller frees each and the array. */
size_t ig_sc_all(const struct ig_sc_arch *a, char ***ret);

#endif
