#include "config.h"
#include "core/run/plan-priv.h"

#include <string.h>

/* What the engine masks and protects by itself (moby oci/defaults.go, 20.10 and 28), said here so
 * that it holds whatever the engine's version, and can be read back. */
static const char *const masked[] = {
    "/proc/acpi",
    "/proc/asound",
    "/proc/interrupts",
    "/proc/kcore",
    "/proc/keys",
    "/proc/latency_stats",
    "/proc/sched_debug",
    "/proc/scsi",
    "/proc/timer_list",
    "/proc/timer_stats",
    "/sys/devices/virtual/powercap",
    "/sys/firmware",
};
static const char *const readonly[] = {
    "/proc/bus",
    "/proc/fs",
    "/proc/irq",
    "/proc/sys",
    "/proc/sysrq-trigger",
};

/* tmpfs takes an inode's memory from the kernel, not from size=: one for each page is plenty. */
enum { TMP_PAGE = 4096, TMP_INODES_MIN = 64, TMP_INODES_MAX = 65536 };

/* Is `path` the folder `dir`, or in it? */
static bool within(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	return !strncmp(path, dir, n) && (path[n] == '\0' || path[n] == '/');
}

/* Absolute, not the root itself, no empty, "." or ".." part, nothing an option list would trip
 * over. */
static int check_path(const char *key, const char *path, ig_err **err)
{
	if (path[0] != '/' || !path[1])
		return ig_err_set(err, IG_E_INPUT, "%s: '%s' is not an absolute path", key, path);
	if (strpbrk(path, ":,\\\n"))
		return ig_err_set(
		    err, IG_E_INPUT, "%s: '%s' may not hold ':', ',' or '\\'", key, path);
	for (const char *p = path; *p;) {
		size_t n = strcspn(++p, "/");

		if (n == 0 || (n == 1 && p[0] == '.') || (n == 2 && !strncmp(p, "..", 2)))
			return ig_err_set(
			    err, IG_E_INPUT, "%s: '%s' is not a plain path", key, path);
		p += n;
	}
	return 0;
}

static json_t *strings(const char *const *v, size_t n)
{
	json_t *a = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(a, json_string(v[i]));
	return a;
}

static bool has(const json_t *array, const char *text)
{
	const json_t *x;
	size_t i;

	json_array_foreach(array, i, x) if (!strcmp(json_string_value(x), text)) return true;
	return false;
}

/* Would the service start without this path? The masks are there before its first instruction. */
static bool needed(const struct plan_build *b, const char *path)
{
	static const char *const always[] = {
	    "/proc", IG_SERVICE_DIR, "/tmp", "/lib", "/lib64", "/usr/lib"};
	ig_auto_free char *entry = ig_asprintf("%s/%s", IG_SERVICE_DIR, b->in->service->entry);

	for (size_t i = 0; i < IG_COUNT(always); i++)
		if (within(always[i], path))
			return true;
	return within(b->in->service->runtime->argv[0], path) || within(entry, path);
}

static int hide(struct plan_build *b, ig_err **err)
{
	const struct ig_pvalue *v = &b->in->policy->v[IG_P_HIDE];
	json_t *paths = strings(masked, IG_COUNT(masked));

	json_object_set_new(b->host, "MaskedPaths", paths);
	json_object_set_new(b->host, "ReadonlyPaths", strings(readonly, IG_COUNT(readonly)));
	for (size_t i = 0; i < v->list_n; i++) {
		const char *path = v->list[i];

		if (check_path("filesystem.hide", path, err) < 0)
			return -1;
		if (needed(b, path))
			return ig_err_set(
			    err, IG_E_INPUT, "filesystem.hide: nothing runs without '%s'", path);
		if (!has(paths, path) && plan_add(paths, "filesystem.hide", path, err) < 0)
			return -1;
	}
	if (v->list_n && strcmp(b->in->policy->v[IG_P_ISOLATION].text, "runc") != 0)
		plan_note(b, "filesystem.hide",
		    "not enforced here: only runc is known to mask paths, not '%s'",
		    b->in->policy->v[IG_P_ISOLATION].text);
	return 0;
}

/*
 * A tmpfs takes the mode and owner of the image's folder unless it is told; size=0 would be no
 * limit. The service's user is the owner, nobody else gets in.
 */
static int add_tmpfs(struct plan_build *b, json_t *tmpfs, const char *path, ig_err **err)
{
	const char *user = b->in->policy->v[IG_P_USER].text;
	const uint64_t size = b->in->policy->v[IG_P_TMP].num;
	uint64_t inodes = size / TMP_PAGE;
	ig_auto_free char *opts = NULL;
	unsigned uid, gid;
	int end = 0;

	if (sscanf(user, "%9u:%9u%n", &uid, &gid, &end) != 2 || user[end])
		return ig_err_set(err, IG_E_INPUT, "process.user: '%s' is not UID:GID", user);
	if (inodes < TMP_INODES_MIN)
		inodes = TMP_INODES_MIN;
	if (inodes > TMP_INODES_MAX)
		inodes = TMP_INODES_MAX;
	opts = ig_asprintf("rw,noexec,nosuid,nodev,size=%ju,nr_inodes=%ju,uid=%u,gid=%u,mode=0700",
	    (uintmax_t)size, (uintmax_t)inodes, uid, gid);
	json_object_set_new(tmpfs, path, json_string(opts));
	return 0;
}

static int writable(struct plan_build *b, ig_err **err)
{
	static const char *const closed[] = {"/proc", "/sys", "/dev"};
	const struct ig_pvalue *v = &b->in->policy->v[IG_P_WRITE];
	json_t *tmpfs = json_object();

	json_object_set_new(b->host, "Tmpfs", tmpfs);
	if (!b->in->policy->v[IG_P_TMP].num) {
		if (v->list_n)
			plan_note(b, "filesystem.write", "nothing is writable: resources.tmp is 0");
		return 0;
	}
	for (size_t i = 0; i < v->list_n; i++) {
		const char *path = v->list[i];

		if (check_path("filesystem.write", path, err) < 0)
			return -1;
		for (size_t k = 0; k < IG_COUNT(closed); k++)
			if (within(path, closed[k]))
				return ig_err_set(err, IG_E_UNENFORCED,
				    "filesystem.write: '%s' can never be writable", path);
		if (strcmp(path, "/tmp") != 0 && needed(b, path))
			return ig_err_set(err, IG_E_INPUT,
			    "filesystem.write: an empty '%s' would hide what runs there", path);
		if (add_tmpfs(b, tmpfs, path, err) < 0)
			return -1;
		if (!strcmp(path, "/tmp"))
			b->plan->tmp_bytes = b->in->policy->v[IG_P_TMP].num;
	}
	return 0;
}

static int service_mount(struct plan_build *b, ig_err **err)
{
	const char *root = b->in->policy->v[IG_P_ROOT].text;
	bool copy = !strcmp(root, "writable-copy");
	json_t *m;

	if (!copy && strcmp(root, "read-only") != 0)
		return ig_err_set(
		    err, IG_E_UNENFORCED, "filesystem.root: '%s' is not known here", root);
	if (copy)
		b->plan->copy_path =
		    ig_asprintf("/dev/shm/ignite-tui.%s.%s/service", b->in->owner, b->in->run_id);
	m = json_pack("{s:s, s:s, s:s, s:b, s:{s:s}}", "Type", "bind", "Source",
	    copy ? b->plan->copy_path : b->in->snapshot_path, "Target", IG_SERVICE_DIR, "ReadOnly",
	    !copy, "BindOptions", "Propagation", "rprivate");
	if (!m)
		return ig_err_set(
		    err, IG_E_INPUT, "the snapshot's path '%s' is not UTF-8", b->in->snapshot_path);
	json_object_set_new(b->host, "Mounts", json_pack("[o]", m));
	/* The image itself stays read-only even then: only the copy of the service is writable. */
	json_object_set_new(b->host, "ReadonlyRootfs", json_true());
	return 0;
}

int plan_mounts(struct plan_build *b, ig_err **err)
{
	if (b->in->policy->v[IG_P_READ].list_n) {
		ig_err_set(err, IG_E_UNENFORCED,
		    "filesystem.read: nothing here can confine reading to a list of paths");
		ig_err_hint(err,
		    "leave it empty: the service sees the runtime's image, its own "
		    "snapshot and what filesystem.write names, and no other file of this host");
		return -1;
	}
	if (service_mount(b, err) < 0 || hide(b, err) < 0)
		return -1;
	return writable(b, err);
}
