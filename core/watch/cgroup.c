#include "config.h"
#include "core/watch/cgroup-priv.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "core/base/file.h"

enum { CG_TEXT_MAX = 1024 * 1024 };

static const char *const controllers[CG_N] = {
    [CG_MEMORY] = "memory",
    [CG_CPU] = "cpu",
    [CG_CPUACCT] = "cpuacct",
    [CG_PIDS] = "pids",
    [CG_BLKIO] = "blkio",
    [CG_UNIFIED] = "", /* as in /proc/PID/cgroup: "0::/path" */
};

/* Is `word` one of the comma-separated `list`? The unified tree has the empty word for a list. */
static bool in_list(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list;; p++) {
		size_t len = strcspn(p, ",");

		if (len == n && !memcmp(p, word, n))
			return true;
		p += len;
		if (!*p)
			return false;
	}
}

/* The next line of *p, NUL-ended in place; NULL at the end. */
static char *next_line(char **p)
{
	char *line = *p, *end;

	if (!line || !*line)
		return NULL;
	end = strchr(line, '\n');
	if (end)
		*end = '\0';
	*p = end ? end + 1 : NULL;
	return line;
}

/* procfs files say size 0 and are no regular text of ours: read to the end, bounded. */
static int read_proc(const char *path, struct ig_buf *out, ig_err **err)
{
	return ig_read_path(path, CG_TEXT_MAX, out, err);
}

/* "4:memory:/docker/ID" -> path[CG_MEMORY]. The strings point into `text`. */
static void parse_membership(char *text, const char *path[CG_N])
{
	char *line;

	while ((line = next_line(&text))) {
		char *list = strchr(line, ':'), *at;

		if (!list)
			continue;
		list++;
		at = strchr(list, ':');
		if (!at || at[1] != '/')
			continue;
		*at++ = '\0';
		for (size_t i = 0; i < CG_N; i++)
			if (!path[i] && in_list(list, controllers[i]))
				path[i] = at;
	}
}

/* proc_pid_mountinfo(5) writes space, tab, newline and backslash as three octal digits. */
static void unescape(char *s)
{
	char *to = s;

	while (*s) {
		if (s[0] == '\\' && s[1] >= '0' && s[1] <= '3' && s[2] >= '0' && s[2] <= '7' &&
		    s[3] >= '0' && s[3] <= '7') {
			*to++ = (char)((s[1] - '0') << 6 | (s[2] - '0') << 3 | (s[3] - '0'));
			s += 4;
		} else {
			*to++ = *s++;
		}
	}
	*to = '\0';
}

struct mount {
	char *root, *point, *type, *options;
};

/* "31 23 0:28 ROOT POINT opts [tags...] - TYPE SOURCE SUPER-OPTIONS" */
static bool parse_mount(char *line, struct mount *m)
{
	char *save = NULL, *w;

	memset(m, 0, sizeof(*m));
	w = strtok_r(line, " ", &save);
	for (unsigned i = 1; w && i < 6; i++) {
		w = strtok_r(NULL, " ", &save);
		if (i == 3)
			m->root = w;
		if (i == 4)
			m->point = w;
	}
	while (w && strcmp(w, "-") != 0)
		w = strtok_r(NULL, " ", &save);
	if (!w)
		return false;
	m->type = strtok_r(NULL, " ", &save);
	strtok_r(NULL, " ", &save);
	m->options = strtok_r(NULL, " ", &save);
	if (!m->type || !m->options)
		return false;
	unescape(m->root);
	unescape(m->point);
	return true;
}

/* What of `path` lies below the mount's root; NULL when it is not in that mount. */
static const char *below(const char *path, const char *root)
{
	size_t n = strlen(root);

	if (n == 1)
		n = 0;
	if (strncmp(path, root, n) != 0 || (path[n] && path[n] != '/'))
		return NULL;
	path += n;
	while (*path == '/')
		path++;
	return *path ? path : ".";
}

static int open_group(const struct mount *m, const char *path)
{
	const char *rel = below(path, m->root);
	ig_auto_fd int top = -1;

	if (!rel)
		return -1;
	top = ig_open_dir(m->point, NULL);
	if (top < 0)
		return -1;
	/* Beneath: a cgroup of another namespace reads "/../..", which is no place of ours. */
	return ig_open_beneath(top, rel, O_RDONLY | O_DIRECTORY, NULL);
}

/* Opens what the mounts offer. Returns the trees that are mounted, one bit each. */
static unsigned open_groups(ig_cgroup *cg, char *mounts, const char *const path[CG_N])
{
	unsigned mounted = 0;
	struct mount m;
	char *line;

	while ((line = next_line(&mounts))) {
		bool v2;

		if (!parse_mount(line, &m))
			continue;
		v2 = !strcmp(m.type, "cgroup2");
		if (!v2 && strcmp(m.type, "cgroup") != 0)
			continue;
		for (size_t i = 0; i < CG_N; i++) {
			if (v2 ? i != CG_UNIFIED : !in_list(m.options, controllers[i]))
				continue;
			mounted |= 1U << i;
			if (path[i] && cg->dir[i] < 0)
				cg->dir[i] = open_group(&m, path[i]);
		}
	}
	return mounted;
}

/* NULL when there is nothing; with `whole`, when not each mounted tree has its group. */
static ig_cgroup *open_all(char *mounts, const char *const path[CG_N], bool whole)
{
	ig_cgroup *cg = ig_calloc(1, sizeof(*cg));
	const unsigned unified = 1U << CG_UNIFIED;
	unsigned mounted, open = 0;

	for (size_t i = 0; i < CG_N; i++)
		cg->dir[i] = -1;
	mounted = open_groups(cg, mounts, path);
	for (size_t i = 0; i < CG_N; i++)
		open |= cg->dir[i] >= 0 ? 1U << i : 0;
	if (!open || (whole && open != mounted)) {
		ig_cgroup_free(cg);
		return NULL;
	}
	cg->kind = open == unified ? "v2" : mounted & unified ? "hybrid" : "v1";
	return cg;
}

ig_cgroup *ig_cgroup_open(pid_t pid, const char *procfs, const char *mounts, ig_err **err)
{
	ig_auto_free char *file = ig_asprintf("%s/%d/cgroup", procfs, (int)pid);
	ig_auto_buf member = IG_BUF_INIT(0), table = IG_BUF_INIT(0);
	const char *path[CG_N] = {NULL};
	ig_cgroup *cg;

	if (read_proc(file, &member, err) < 0 || read_proc(mounts, &table, err) < 0) {
		ig_err_wrap(err, "cannot find the cgroups of process %d", (int)pid);
		return NULL;
	}
	ig_buf_addc(&member, '\n'); /* so that data is never NULL */
	ig_buf_addc(&table, '\n');
	parse_membership(member.data, path);
	cg = open_all(table.data, path, false);
	if (!cg) {
		ig_err_set(
		    err, IG_E_HOST, "the cgroups of process %d are not mounted here", (int)pid);
		ig_err_hint(err, "run ignite-tui on the host of the engine, not in a container");
	}
	return cg;
}

ig_cgroup *ig_cgroup_open_container(const char *id, const char *mounts, ig_err **err)
{
	/* What the engine's two cgroup drivers, cgroupfs and systemd, name the group. */
	ig_auto_free char *plain = ig_asprintf("/docker/%s", id);
	ig_auto_free char *scope = ig_asprintf("/system.slice/docker-%s.scope", id);
	const char *const names[] = {plain, scope};
	ig_auto_buf table = IG_BUF_INIT(0);

	if (read_proc(mounts, &table, err) < 0)
		return NULL;
	ig_buf_addc(&table, '\n');
	for (size_t n = 0; n < IG_COUNT(names); n++) {
		ig_auto_free char *copy = ig_strdup(table.data);
		const char *path[CG_N];
		ig_cgroup *cg;

		for (size_t i = 0; i < CG_N; i++)
			path[i] = names[n];
		cg = open_all(copy, path, true);
		if (cg)
			return cg;
	}
	ig_err_set(err, IG_E_NOT_FOUND, "container %.12s has no cgroup that could be found", id);
	return NULL;
}

void ig_cgroup_free(ig_cgroup *cg)
{
	if (!cg)
		return;
	for (size_t i = 0; i < CG_N; i++)
		if (cg->dir[i] >= 0)
			close(cg->dir[i]);
	free(cg);
}

const char *ig_cgroup_kind(const ig_cgroup *cg)
{
	return cg->kind;
}
