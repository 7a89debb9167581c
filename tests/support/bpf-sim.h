/*
 * A simulator of the classic BPF that seccomp filters use, for tests.
 */
#ifndef TESTS_SUPPORT_BPF_SIM_H
#define TESTS_SUPPORT_BPF_SIM_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Runs the program on one system call. 0 and SECCOMP_RET_* in *ret, or -1 for a program that the
 * kernel would not take: an unknown instruction, a jump past the end, a load that is not a word of
 * seccomp_data (the kernel's check: seccomp_check_filter() and bpf_check_classic()).
 */
int bpf_sim(
    const struct sock_filter *prog, size_t n, const struct seccomp_data *data, uint32_t *ret);

#endif
