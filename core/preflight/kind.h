/* What a file is, by its name and its first bytes. */
#ifndef IG_PREFLIGHT_KIND_H
#define IG_PREFLIGHT_KIND_H

#include <stddef.h>
#include <stdint.h>

enum ig_file_kind {
	IG_KIND_OTHER, /* nothing to read in it */
	IG_KIND_JS,
	IG_KIND_TS,
	IG_KIND_TSX,
	IG_KIND_DTS,	  /* type declarations: code only if somebody loads them by name */
	IG_KIND_SHELL,
	IG_KIND_PACKAGE,  /* package.json */
	IG_KIND_NPM_LOCK, /* package-lock.json, npm-shrinkwrap.json */
	IG_KIND_YARN_LOCK,
	IG_KIND_PNPM_LOCK,
	IG_KIND_TEXT,	  /* JSON, YAML, Markdown, HTML: only hidden text is looked for */
	IG_KIND_BINARY,	  /* machine code or an archive, see ig_kind_magic */
};

enum { IG_KIND_HEAD = 512 }; /* bytes that are enough */

enum ig_file_kind ig_kind_of(const char *path, const unsigned char *head, size_t n);

/* Does a text hold a word that only code has? */
int ig_kind_smells_of_code(const char *s, size_t n);

/* "an ELF program", "a ZIP archive"; NULL when the bytes are none of these. *ret_native says
 * whether it is machine code. */
const char *ig_kind_magic(const unsigned char *head, size_t n, int *ret_native);

/* Does a name like this usually hold such bytes? ("lib.node" holding an ELF library does.) */
int ig_kind_name_fits(const char *path, const char *magic);

#endif
