#include "config.h"
#include "core/preflight/kind.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "core/base/mem.h"

struct magic {
	const char *bytes;
	size_t n, at;
	const char *what;
	bool native;
	const char *endings; /* of names that may hold it, space-separated */
};

/* First bytes as file(1) knows them. */
static const struct magic magics[] = {
    {"\x7f" "ELF", 4, 0, "an ELF program or library", true, ".node .so .o .bin .elf .ko"},
    {"MZ", 2, 0, "a Windows program or library", true, ".exe .dll .node .sys .scr .com .ocx"},
    {"\xfe\xed\xfa\xce", 4, 0, "a Mach-O program or library", true, ".node .dylib .o .bin"},
    {"\xfe\xed\xfa\xcf", 4, 0, "a Mach-O program or library", true, ".node .dylib .o .bin"},
    {"\xce\xfa\xed\xfe", 4, 0, "a Mach-O program or library", true, ".node .dylib .o .bin"},
    {"\xcf\xfa\xed\xfe", 4, 0, "a Mach-O program or library", true, ".node .dylib .o .bin"},
    {"\xca\xfe\xba\xbe", 4, 0, "a universal Mach-O or a Java class", true,
	".node .dylib .class .bin"},
    {"\0asm", 4, 0, "a WebAssembly module", true, ".wasm"},
    {"dex\n03", 6, 0, "an Android program", true, ".dex"},
    {"!<arch>\n", 8, 0, "a static library", true, ".a .lib .deb"},
    {"PK\x03\x04", 4, 0, "a ZIP archive", false,
	".zip .jar .apk .xlsx .docx .pptx .odt .ods .vsix .xpi .nupkg .whl .epub .crx .npz .war"},
    {"\x1f\x8b", 2, 0, "gzip data", false, ".gz .tgz .svgz .tbz .dat .gzip"},
    {"BZh", 3, 0, "bzip2 data", false, ".bz2 .tbz2 .tbz"},
    {"\xfd" "7zXZ", 5, 0, "xz data", false, ".xz .txz"},
    {"7z\xbc\xaf\x27\x1c", 6, 0, "a 7-Zip archive", false, ".7z"},
    {"Rar!\x1a\x07", 6, 0, "a RAR archive", false, ".rar"},
    {"\x28\xb5\x2f\xfd", 4, 0, "zstd data", false, ".zst .zstd"},
    {"ustar", 5, 257, "a tar archive", false, ".tar"},
};

struct ending {
	const char *suffix;
	enum ig_file_kind kind;
};

static const struct ending endings[] = {
    {".d.ts", IG_KIND_DTS}, {".d.mts", IG_KIND_DTS}, {".d.cts", IG_KIND_DTS},
    {".js", IG_KIND_JS}, {".mjs", IG_KIND_JS}, {".cjs", IG_KIND_JS}, {".jsx", IG_KIND_JS},
    {".es6", IG_KIND_JS}, {".ts", IG_KIND_TS}, {".mts", IG_KIND_TS}, {".cts", IG_KIND_TS},
    {".tsx", IG_KIND_TSX}, {".sh", IG_KIND_SHELL}, {".bash", IG_KIND_SHELL},
    {".json", IG_KIND_TEXT}, {".yml", IG_KIND_TEXT}, {".yaml", IG_KIND_TEXT},
    {".md", IG_KIND_TEXT}, {".html", IG_KIND_TEXT}, {".htm", IG_KIND_TEXT},
    {".txt", IG_KIND_TEXT}, {".vue", IG_KIND_TEXT}, {".svelte", IG_KIND_TEXT},
    {".toml", IG_KIND_TEXT}, {".css", IG_KIND_TEXT}, {".svg", IG_KIND_TEXT},
    {".xhtml", IG_KIND_TEXT}, {"binding.gyp", IG_KIND_TEXT},
};

static const struct ending names[] = {
    {"package.json", IG_KIND_PACKAGE}, {"package-lock.json", IG_KIND_NPM_LOCK},
    {"npm-shrinkwrap.json", IG_KIND_NPM_LOCK}, {".package-lock.json", IG_KIND_NPM_LOCK},
    {"yarn.lock", IG_KIND_YARN_LOCK}, {"pnpm-lock.yaml", IG_KIND_PNPM_LOCK},
};

static bool ends_with(const char *s, const char *suffix, size_t suffix_n)
{
	size_t n = strlen(s);

	return n >= suffix_n && strncasecmp(s + n - suffix_n, suffix, suffix_n) == 0;
}

static const struct magic *find_magic(const unsigned char *head, size_t n)
{
	for (size_t i = 0; i < IG_COUNT(magics); i++) {
		const struct magic *m = &magics[i];

		if (n < m->at + m->n || memcmp(head + m->at, m->bytes, m->n) != 0)
			continue;
		/* "MZ" may begin a text: a program has a zero byte soon after (its header). */
		if (m->n == 2 && !memchr(head, 0, n < 64 ? n : 64))
			continue;
		return m;
	}
	return NULL;
}

const char *ig_kind_magic(const unsigned char *head, size_t n, int *ret_native)
{
	const struct magic *m = find_magic(head, n);

	*ret_native = m && m->native;
	return m ? m->what : NULL;
}

int ig_kind_name_fits(const char *path, const char *magic)
{
	const char *base = strrchr(path, '/');

	base = base ? base + 1 : path;
	/* Programs on Unix have no ending. */
	if (!strchr(base, '.'))
		return 1;
	for (size_t i = 0; i < IG_COUNT(magics); i++) {
		const char *p = magics[i].endings;

		if (strcmp(magics[i].what, magic) != 0)
			continue;
		while (*p) {
			size_t n = strcspn(p, " ");

			if (ends_with(base, p, n))
				return 1;
			/* libfoo.so.6 */
			if (n == 3 && !strncmp(p, ".so", 3) && strstr(base, ".so."))
				return 1;
			p += n + (p[n] == ' ');
		}
	}
	return 0;
}

/* "#!" and the program's name: "/usr/bin/env node", "/bin/sh". */
static enum ig_file_kind kind_of_shebang(const unsigned char *head, size_t n)
{
	char line[128];
	size_t k = 0;

	if (n < 3 || head[0] != '#' || head[1] != '!')
		return IG_KIND_OTHER;
	while (k < sizeof(line) - 1 && k + 2 < n && head[k + 2] != '\n') {
		line[k] = (char)head[k + 2];
		k++;
	}
	line[k] = '\0';
	if (strstr(line, "node") || strstr(line, "bun") || strstr(line, "deno") ||
	    strstr(line, "tsx"))
		return IG_KIND_JS;
	if (strstr(line, "ts-node"))
		return IG_KIND_TS;
	if (strstr(line, "sh"))
		return IG_KIND_SHELL;
	return IG_KIND_OTHER;
}

enum ig_file_kind ig_kind_of(const char *path, const unsigned char *head, size_t n)
{
	const char *base = strrchr(path, '/');
	enum ig_file_kind k;

	base = base ? base + 1 : path;
	if (find_magic(head, n))
		return IG_KIND_BINARY;
	for (size_t i = 0; i < IG_COUNT(names); i++)
		if (strcmp(base, names[i].suffix) == 0)
			return names[i].kind;
	k = kind_of_shebang(head, n);
	for (size_t i = 0; i < IG_COUNT(endings); i++) {
		if (!ends_with(base, endings[i].suffix, strlen(endings[i].suffix)))
			continue;
		/* A shebang makes a text file a program; it never makes a program a text. */
		return endings[i].kind == IG_KIND_TEXT && k != IG_KIND_OTHER ? k
									     : endings[i].kind;
	}
	return k;
}

int ig_kind_smells_of_code(const char *s, size_t n)
{
	static const char *const words[] = {"require(", "child_process", "eval(", "process.env"};

	if (n > 1 << 20)
		return 0;
	for (size_t i = 0; i < IG_COUNT(words); i++)
		if (memmem(s, n, words[i], strlen(words[i])))
			return 1;
	return 0;
}
