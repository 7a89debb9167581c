/* The parts of making a runtime image: image.c is the job, image-tar.c the worker that writes the
 * root file system, image-elf.c what an executable links. */
#ifndef IG_RUN_IMAGE_PRIV_H
#define IG_RUN_IMAGE_PRIV_H

#include "core/run/run.h"

enum {
	ELF_NEEDED_MAX = 64, /* libraries one file may name; node names seven */
	ELF_NAME_MAX = 256,
};

/* What the dynamic loader would look for. */
struct elf_info {
	unsigned machine;          /* e_machine */
	char interp[ELF_NAME_MAX]; /* the loader's path, "" for a static executable or a library */
	char needed[ELF_NEEDED_MAX][ELF_NAME_MAX];
	size_t needed_n;
};

/*
 * Reads the program headers and the dynamic section of a 64-bit little-endian ELF file (elf(5)).
 * Nothing is mapped, executed or trusted: every offset and count is checked. -1 with IG_E_INPUT
 * when it is no such file.
 */
int elf_read(int fd, const char *name, struct elf_info *ret, ig_err **err);

struct image_work {
	const char *executable; /* on this host */
	const char *target;     /* its path in the image */
	int out;                /* the tar goes there */
};

/* What the worker says: one packet. */
struct image_report {
	enum ig_code code; /* IG_OK: done */
	uint64_t bytes;
	char digest[65]; /* SHA-256 of the tar, hex */
	char text[1024], hint[256];
};

/* ig_worker_spec.main; arg is a struct image_work. */
int image_work(int sock, void *arg);

#endif
