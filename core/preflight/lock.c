#include "config.h"
#include "core/preflight/manifest.h"

#include <string.h>

#include "core/base/mem.h"
#include "core/preflight/pjson.h"

enum { TOLD = 50 };

/* Hosts that npm, yarn and pnpm write into their locks by default. */
static const char *const registries[] = {"registry.npmjs.org", "registry.yarnpkg.com",
    "npm.pkg.github.com", "registry.npmmirror.com"};

static bool from_registry(const char *url)
{
	const char *host = strstr(url, "://");
	size_t n;

	if (!host)
		return true; /* a file or a folder of the tree */
	host += 3;
	n = strcspn(host, "/:");
	for (size_t i = 0; i < IG_COUNT(registries); i++)
		if (n == strlen(registries[i]) && strncmp(host, registries[i], n) == 0)
			return true;
	return false;
}

static void one_url(struct ig_scan *s, size_t start, size_t end, const char *url, unsigned *told)
{
	if (strncmp(url, "http://", 7) == 0 && (*told)++ < TOLD)
		ig_scan_tell(s, IG_RULE(LOCK_HOST), IG_SEV_MEDIUM, IG_CONF_CERTAIN, start, end, url,
		    "a locked package is fetched without encryption");
	else if (strncmp(url, "git", 3) == 0 && (*told)++ < TOLD)
		ig_scan_tell(s, IG_RULE(LOCK_HOST), IG_SEV_MEDIUM, IG_CONF_CERTAIN, start, end, url,
		    "a locked package comes from a git repository");
	else if (!from_registry(url) && (*told)++ < TOLD)
		ig_scan_tell(s, IG_RULE(LOCK_HOST), IG_SEV_MEDIUM, IG_CONF_CERTAIN, start, end, url,
		    "a locked package comes from another host than the registry");
}

/* "node_modules/@s/a/node_modules/b" is locked as b; its tarball is ".../b/-/b-1.0.0.tgz". */
static void other_tarball(struct ig_scan *s, const struct ig_pjson *p, uint32_t c, const char *key,
    const char *url, unsigned *told)
{
	const char *name = key, *q = key, *at = strstr(url, "/-/"), *base;
	size_t n;

	while ((q = strstr(q, "node_modules/")))
		name = q += 13;
	base = strrchr(name, '/');
	base = base ? base + 1 : name;
	n = strlen(base);
	if (!at || !from_registry(url) || ig_pjson_get(p, c, "name") || (*told) >= TOLD)
		return;
	if (strncmp(at + 3, base, n) != 0 || at[3 + n] != '-') {
		(*told)++;
		ig_scan_tell(s, IG_RULE(LOCK_HOST), IG_SEV_MEDIUM, IG_CONF_CERTAIN,
		    p->node[ig_pjson_get(p, c, "resolved")].start,
		    p->node[ig_pjson_get(p, c, "resolved")].end, url,
		    "the tarball that is locked for %s is another package's", base);
	}
}

static void npm_entry(struct ig_scan *s, const struct ig_pjson *p, uint32_t c, unsigned *told)
{
	uint32_t resolved = ig_pjson_get(p, c, "resolved"), link = ig_pjson_get(p, c, "link");
	ig_auto_free char *url = resolved ? ig_pjson_str(p, resolved) : NULL;
	ig_auto_free char *key = ig_pjson_key(p, c);
	ig_auto_free char *m = NULL;

	if (!url) { /* version 1 puts a git address into `version` */
		uint32_t version = ig_pjson_get(p, c, "version");
		ig_auto_free char *v = version ? ig_pjson_str(p, version) : NULL;

		if (v && strstr(v, "://"))
			one_url(s, p->node[version].start, p->node[version].end, v, told);
	}
	if (url)
		one_url(s, p->node[resolved].start, p->node[resolved].end, url, told);
	if (url && key[0])
		other_tarball(s, p, c, key, url, told);
	/* The project itself, links and bundled packages have none. */
	if (!key[0] || link || ig_pjson_get(p, c, "inBundle") || ig_pjson_get(p, c, "bundled") ||
	    ig_pjson_get(p, c, "integrity") || !url || !strstr(url, "://") ||
	    strncmp(url, "git", 3) == 0)
		return;
	if ((*told)++ < TOLD) {
		m = ig_asprintf("%s is locked without integrity", key);
		ig_scan_tell(s, IG_RULE(LOCK_INTEGRITY), IG_SEV_MEDIUM, IG_CONF_CERTAIN,
		    p->node[c].key_start, p->node[c].key_end, NULL, "%s", m);
	}
}

/* Version 1 nests `dependencies`; 2 and 3 list `packages` by their folder. */
static void npm_lock(struct ig_scan *s)
{
	struct ig_pjson p;
	unsigned told = 0;
	uint32_t list;

	ig_pjson_parse(&p, s->src, s->n);
	if (p.error) {
		s->whole = false;
		ig_scan_tell(s, IG_RULE(MANIFEST_BAD), IG_SEV_MEDIUM, IG_CONF_CERTAIN, p.error_at,
		    p.error_at + 1, NULL, "not a valid lock file: %s", p.error);
	}
	list = ig_pjson_get(&p, 0, "packages");
	for (uint32_t c = list ? p.node[list].child : 0; c; c = p.node[c].next)
		if (p.node[c].kind == PJ_OBJECT)
			npm_entry(s, &p, c, &told);
	/* Every object below a `dependencies` of version 1 that has a version. */
	for (uint32_t i = 1; !list && i < p.n; i++)
		if (p.node[i].kind == PJ_OBJECT && p.node[i].key_end &&
		    ig_pjson_get(&p, i, "version"))
			npm_entry(s, &p, i, &told);
	ig_pjson_done(&p);
}

/* yarn.lock and pnpm-lock.yaml line by line: their addresses are one to a line. */
static void line_lock(struct ig_scan *s)
{
	static const char *const keys[] = {"resolved ", "resolution:", "tarball:", "repo:"};
	unsigned told = 0;

	for (size_t at = 0; at < s->n;) {
		const char *line = s->src + at, *nl = memchr(line, '\n', s->n - at);
		size_t n = nl ? (size_t)(nl - line) : s->n - at;

		for (size_t i = 0; i < IG_COUNT(keys); i++) {
			const char *k = memmem(line, n, keys[i], strlen(keys[i])), *url;
			ig_auto_free char *u = NULL;
			size_t len;

			if (!k)
				continue;
			url = memmem(k, n - (size_t)(k - line), "http", 4);
			if (!url)
				url = memmem(k, n - (size_t)(k - line), "git", 3);
			if (!url)
				continue;
			len = 0;
			while (len < n - (size_t)(url - line) && !strchr("\"' ,}#", url[len]))
				len++;
			u = ig_strndup(url, len);
			if (strstr(u, "://"))
				one_url(s, (size_t)(url - s->src), (size_t)(url - s->src) + len, u, &told);
			break;
		}
		at += n + 1;
	}
}

void ig_lock_scan(struct ig_scan *s)
{
	if (s->kind == IG_KIND_NPM_LOCK)
		npm_lock(s);
	else
		line_lock(s);
}
