/*
 * Names of argument values, for baselines and for the hard rules: "AF_UNIX", "TIOCSTI".
 */
#ifndef IG_SECCOMP_NAMES_H
#define IG_SECCOMP_NAMES_H

#include <stdbool.h>
#include <stdint.h>

/* A name of the table, or a number (decimal or 0x...) of at most 32 bits. */
bool ig_sc_value(const char *text, uint64_t *ret);

#endif
