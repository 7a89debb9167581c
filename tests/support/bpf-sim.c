#include "config.h"
#include "tests/support/bpf-sim.h"

#include <stdbool.h>
#include <string.h>

struct machine {
	uint32_t a, x, mem[BPF_MEMWORDS];
	size_t pc;
};

static bool load(const struct seccomp_data *data, uint32_t at, uint32_t *ret)
{
	if (at % 4 || at > sizeof(*data) - 4)
		return false;
	memcpy(ret, (const char *)data + at, 4);
	return true;
}

static bool alu(struct machine *m, uint16_t code, uint32_t k)
{
	uint32_t v = BPF_SRC(code) == BPF_X ? m->x : k;

	switch (BPF_OP(code)) {
	case BPF_AND:
		m->a &= v;
		return true;
	case BPF_OR:
		m->a |= v;
		return true;
	case BPF_ADD:
		m->a += v;
		return true;
	case BPF_SUB:
		m->a -= v;
		return true;
	case BPF_RSH:
		m->a = v < 32 ? m->a >> v : 0;
		return true;
	case BPF_LSH:
		m->a = v < 32 ? m->a << v : 0;
		return true;
	default:
		return false;
	}
}

static bool jump(struct machine *m, const struct sock_filter *i)
{
	uint32_t v = BPF_SRC(i->code) == BPF_X ? m->x : i->k;
	bool yes;

	switch (BPF_OP(i->code)) {
	case BPF_JA:
		m->pc += i->k;
		return true;
	case BPF_JEQ:
		yes = m->a == v;
		break;
	case BPF_JGT:
		yes = m->a > v;
		break;
	case BPF_JGE:
		yes = m->a >= v;
		break;
	case BPF_JSET:
		yes = m->a & v;
		break;
	default:
		return false;
	}
	m->pc += yes ? i->jt : i->jf;
	return true;
}

static bool step(struct machine *m, const struct sock_filter *i, const struct seccomp_data *data)
{
	switch (i->code) {
	case BPF_LD | BPF_W | BPF_ABS:
		return load(data, i->k, &m->a);
	case BPF_LD | BPF_IMM:
		m->a = i->k;
		return true;
	case BPF_LD | BPF_MEM:
		return i->k < BPF_MEMWORDS && (m->a = m->mem[i->k], true);
	case BPF_LDX | BPF_MEM:
		return i->k < BPF_MEMWORDS && (m->x = m->mem[i->k], true);
	case BPF_ST:
		return i->k < BPF_MEMWORDS && (m->mem[i->k] = m->a, true);
	case BPF_MISC | BPF_TAX:
		m->x = m->a;
		return true;
	case BPF_MISC | BPF_TXA:
		m->a = m->x;
		return true;
	default:
		break;
	}
	if (BPF_CLASS(i->code) == BPF_ALU)
		return alu(m, i->code, i->k);
	if (BPF_CLASS(i->code) == BPF_JMP)
		return jump(m, i);
	return false;
}

int bpf_sim(
    const struct sock_filter *prog, size_t n, const struct seccomp_data *data, uint32_t *ret)
{
	struct machine m = {0};

	/* Jumps go forward only, so that each instruction is passed once at most. */
	while (m.pc < n) {
		const struct sock_filter *i = &prog[m.pc++];

		if (i->code == (BPF_RET | BPF_K) || i->code == (BPF_RET | BPF_A)) {
			*ret = BPF_RVAL(i->code) == BPF_A ? m.a : i->k;
			return 0;
		}
		if (!step(&m, i, data))
			return -1;
	}
	return -1;
}
