#include "config.h"
#include "core/run/image-priv.h"

#include <elf.h>
#include <errno.h>
#include <string.h>

enum { PHDR_MAX = 64, DYN_MAX = 1024 };

struct elf {
	int fd;
	const char *name;
	Elf64_Phdr ph[PHDR_MAX];
	size_t ph_n;
	Elf64_Dyn dyn[DYN_MAX];
	size_t dyn_n;
};

static int bad(const struct elf *e, const char *why, ig_err **err)
{
	return ig_err_set(err, IG_E_INPUT, "'%s' %s", e->name, why);
}

static int read_at(const struct elf *e, uint64_t offset, void *to, size_t n, ig_err **err)
{
	size_t got = 0;

	if (offset > INT64_MAX - n)
		return bad(e, "has an offset that cannot be", err);
	while (got < n) {
		ssize_t r = pread(e->fd, (char *)to + got, n - got, (off_t)(offset + got));

		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return bad(e, "is cut short", err);
		got += (size_t)r;
	}
	return 0;
}

/* The text at `offset`, which must end within ELF_NAME_MAX bytes and in the file. */
static int read_name(const struct elf *e, uint64_t offset, char to[ELF_NAME_MAX], ig_err **err)
{
	for (size_t i = 0; i < ELF_NAME_MAX; i++) {
		if (read_at(e, offset + i, to + i, 1, err) < 0)
			return -1;
		if (!to[i])
			return 0;
	}
	return bad(e, "has a name that is too long", err);
}

static int read_headers(struct elf *e, unsigned *ret_machine, ig_err **err)
{
	Elf64_Ehdr h;

	if (read_at(e, 0, &h, sizeof(h), err) < 0)
		return -1;
	if (memcmp(h.e_ident, ELFMAG, SELFMAG) != 0 || h.e_ident[EI_CLASS] != ELFCLASS64 ||
	    h.e_ident[EI_DATA] != ELFDATA2LSB || (h.e_type != ET_EXEC && h.e_type != ET_DYN))
		return bad(e, "is no 64-bit little-endian executable or library", err);
	if (h.e_phentsize != sizeof(e->ph[0]) || h.e_phnum > PHDR_MAX)
		return bad(e, "has odd program headers", err);
	e->ph_n = h.e_phnum;
	*ret_machine = h.e_machine;
	return read_at(e, h.e_phoff, e->ph, e->ph_n * sizeof(e->ph[0]), err);
}

/* Where in the file an address lies once it is loaded. */
static int to_offset(const struct elf *e, uint64_t address, uint64_t *ret, ig_err **err)
{
	for (size_t i = 0; i < e->ph_n; i++) {
		const Elf64_Phdr *p = &e->ph[i];

		if (p->p_type == PT_LOAD && address >= p->p_vaddr &&
		    address - p->p_vaddr < p->p_filesz) {
			*ret = p->p_offset + (address - p->p_vaddr);
			return 0;
		}
	}
	return bad(e, "points outside of itself", err);
}

static int read_dynamic(struct elf *e, const Elf64_Phdr *p, ig_err **err)
{
	e->dyn_n = p->p_filesz / sizeof(e->dyn[0]);
	if (e->dyn_n > DYN_MAX)
		return bad(e, "has too large a dynamic section", err);
	return read_at(e, p->p_offset, e->dyn, e->dyn_n * sizeof(e->dyn[0]), err);
}

static int read_needed(const struct elf *e, struct elf_info *ret, ig_err **err)
{
	uint64_t strings = 0;
	bool have = false;

	for (size_t i = 0; i < e->dyn_n && e->dyn[i].d_tag != DT_NULL; i++) {
		if (e->dyn[i].d_tag != DT_STRTAB)
			continue;
		if (to_offset(e, e->dyn[i].d_un.d_ptr, &strings, err) < 0)
			return -1;
		have = true;
	}
	for (size_t i = 0; i < e->dyn_n && e->dyn[i].d_tag != DT_NULL; i++) {
		if (e->dyn[i].d_tag != DT_NEEDED)
			continue;
		if (!have || e->dyn[i].d_un.d_val > UINT32_MAX)
			return bad(e, "names a library outside of its strings", err);
		if (ret->needed_n == ELF_NEEDED_MAX)
			return bad(e, "needs too many libraries", err);
		if (read_name(e, strings + e->dyn[i].d_un.d_val, ret->needed[ret->needed_n], err) <
		    0)
			return -1;
		/* A path would be looked up as it stands, not in the standard folders. */
		if (!ret->needed[ret->needed_n][0] || strchr(ret->needed[ret->needed_n], '/'))
			return bad(e, "names a library by a path", err);
		ret->needed_n++;
	}
	return 0;
}

int elf_read(int fd, const char *name, struct elf_info *ret, ig_err **err)
{
	struct elf *e = ig_calloc(1, sizeof(*e));
	int r;

	memset(ret, 0, sizeof(*ret));
	e->fd = fd;
	e->name = name;
	r = read_headers(e, &ret->machine, err);
	for (size_t i = 0; r == 0 && i < e->ph_n; i++) {
		if (e->ph[i].p_type == PT_INTERP)
			r = read_name(e, e->ph[i].p_offset, ret->interp, err);
		else if (e->ph[i].p_type == PT_DYNAMIC)
			r = read_dynamic(e, &e->ph[i], err);
	}
	if (r == 0)
		r = read_needed(e, ret, err);
	free(e);
	return r;
}
