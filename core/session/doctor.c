#include "config.h"
#include "core/session/doctor.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>

#include "core/base/json.h"
#include "core/service/runtime.h"
#include "core/watch/watch.h"

#ifndef AUDIT_NLGRP_READLOG /* <linux/audit.h>, enum audit_nlgrps */
#define AUDIT_NLGRP_READLOG 1
#endif
enum { LANDLOCK_VERSION = 1 }; /* LANDLOCK_CREATE_RULESET_VERSION */

const char *ig_doctor_state_name(enum ig_doctor_state s)
{
	static const char *const name[] = {"ok", "limited", "missing"};

	return name[s];
}

/* Takes `found` over; `todo` is copied. */
static void add(struct ig_doctor *d, const char *what, enum ig_doctor_state state, char *found,
    const char *todo)
{
	IG_GROW(d->row, d->n, d->cap);
	d->row[d->n++] = (struct ig_doctor_row){what, state, found, ig_strdup_null(todo)};
}

static void kernel(struct ig_doctor *d)
{
	struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_BENEATH};
	struct utsname u;
	int fd;

	if (uname(&u) < 0)
		return;
	fd = (int)syscall(SYS_openat2, AT_FDCWD, ".", &how, sizeof(how));
	if (fd < 0 && errno == ENOSYS) {
		add(d, "kernel", IG_DOCTOR_MISSING, ig_asprintf("Linux %s", u.release),
		    "Linux 5.6 or later is needed, for openat2");
		return;
	}
	if (fd >= 0)
		close(fd);
	add(d, "kernel", IG_DOCTOR_OK, ig_asprintf("Linux %s, %s", u.release, u.machine), NULL);
}

/* Seccomp filters lock the audit's workers down; notifications show what a service asks for. */
static void seccomp_filters(struct ig_doctor *d)
{
	struct seccomp_notif_sizes sizes;
	uint32_t kill = SECCOMP_RET_KILL_PROCESS;

	if (syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &kill) < 0)
		add(d, "seccomp", IG_DOCTOR_MISSING, ig_strdup("the kernel has no seccomp filters"),
		    "a kernel with CONFIG_SECCOMP_FILTER is needed to read untrusted code");
	else if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes) < 0)
		add(d, "seccomp", IG_DOCTOR_LIMITED, ig_strdup("filters, no notifications"),
		    "Linux 5.0 or later can tell which system calls a service makes");
	else
		add(d, "seccomp", IG_DOCTOR_OK, ig_strdup("filters and notifications"), NULL);
}

static void landlock(struct ig_doctor *d)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION);

	if (abi < 1)
		add(d, "Landlock", IG_DOCTOR_LIMITED, ig_asprintf("not there: %s", strerror(errno)),
		    "boot with landlock in the lsm= list to have paths checked a second time");
	else
		add(d, "Landlock", IG_DOCTOR_OK,
		    ig_asprintf("ABI %ld%s", abi, abi < 4 ? ", which has no TCP rules" : ""), NULL);
}

/* Refused system calls are read from the kernel's audit multicast; it takes CAP_AUDIT_READ. */
static void audit_records(struct ig_doctor *d)
{
	struct sockaddr_nl nl = {.nl_family = AF_NETLINK, .nl_groups = AUDIT_NLGRP_READLOG};
	ig_auto_fd int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);

	if (fd >= 0 && bind(fd, (struct sockaddr *)&nl, sizeof(nl)) == 0)
		add(d, "audit records", IG_DOCTOR_OK, ig_strdup("readable"), NULL);
	else
		add(d, "audit records", IG_DOCTOR_LIMITED,
		    ig_asprintf("not readable: %s", strerror(errno)),
		    errno == EPERM
		        ? "run as root to see which system calls were refused"
		        : "a kernel with CONFIG_AUDIT shows which system calls were refused");
}

static void cgroup_files(struct ig_doctor *d)
{
	ig_auto_err e = NULL;
	ig_cgroup *cg = ig_cgroup_open(getpid(), "/proc", "/proc/self/mountinfo", &e);

	if (cg)
		add(d, "cgroup files", IG_DOCTOR_OK,
		    ig_asprintf("%s hierarchy", ig_cgroup_kind(cg)), NULL);
	else
		add(d, "cgroup files", IG_DOCTOR_LIMITED, ig_strdup(ig_err_msg(e)),
		    "without them there are no figures of CPU, memory and processes");
	ig_cgroup_free(cg);
}

void ig_doctor_host(struct ig_doctor *d)
{
	kernel(d);
	seccomp_filters(d);
	landlock(d);
	audit_records(d);
	cgroup_files(d);
}

void ig_doctor_socket(
    struct ig_doctor *d, const char *socket, const char *source, const ig_err *err)
{
	if (err)
		add(d, "engine", IG_DOCTOR_MISSING, ig_strdup(ig_err_msg(err)),
		    ig_err_hint_text(err));
	else
		add(d, "engine", IG_DOCTOR_OK, ig_asprintf("%s (%s)", socket, source), NULL);
}

/* "name=seccomp,profile=default" and its like. */
static bool has_option(const json_t *info, const char *name)
{
	size_t i, n = strlen(name);
	json_t *v;

	json_array_foreach(json_object_get(info, "SecurityOptions"), i, v)
	{
		const char *s = json_is_string(v) ? json_string_value(v) : "";

		if (strncmp(s, "name=", 5) == 0 && strncmp(s + 5, name, n) == 0 &&
		    (!s[5 + n] || s[5 + n] == ','))
			return true;
	}
	return false;
}

static void limits(struct ig_doctor *d, const json_t *info)
{
	static const struct {
		const char *member, *limit;
	} need[] = {
	    {"MemoryLimit", "memory"},
	    {"SwapLimit", "swap"},
	    {"CpuCfsQuota", "CPU"},
	    {"PidsLimit", "processes"},
	};
	ig_auto_buf lacks = IG_BUF_INIT(0);

	for (size_t i = 0; i < IG_COUNT(need); i++)
		if (!ig_json_bool(info, need[i].member, false))
			ig_buf_printf(&lacks, "%s%s", lacks.len ? ", " : "", need[i].limit);
	if (lacks.len)
		add(d, "engine limits", IG_DOCTOR_LIMITED,
		    ig_asprintf("the engine cannot limit: %s", ig_buf_str(&lacks)),
		    "'docker info' names the kernel option that is missing");
	else
		add(d, "engine limits", IG_DOCTOR_OK,
		    ig_asprintf("memory, swap, CPU, processes; cgroup v%s, driver %s",
		        ig_json_str(info, "CgroupVersion", "?"),
		        ig_json_str(info, "CgroupDriver", "?")),
		    NULL);
}

static void isolation(struct ig_doctor *d, const json_t *info)
{
	json_t *known = json_object_get(info, "Runtimes"), *v;
	ig_auto_buf list = IG_BUF_INIT(0);
	const char *key;

	json_object_foreach(known, key, v)
	{
		if (!strchr(key, '.')) /* containerd's own names for them */
			ig_buf_printf(&list, "%s%s", list.len ? ", " : "", key);
	}
	if (json_object_get(known, "runsc"))
		add(d, "isolation", IG_DOCTOR_OK, ig_buf_take(&list), NULL);
	else
		add(d, "isolation", IG_DOCTOR_LIMITED,
		    ig_asprintf("%s: the service shares the host's kernel", ig_buf_str(&list)),
		    "the Debian package runsc, named in the engine's runtimes, brings --isolation "
		    "runsc");
}

static void security(struct ig_doctor *d, const json_t *info)
{
	if (has_option(info, "seccomp"))
		add(d, "engine seccomp", IG_DOCTOR_OK, ig_strdup("profiles are enforced"), NULL);
	else
		add(d, "engine seccomp", IG_DOCTOR_MISSING,
		    ig_strdup("the engine enforces no system call profile"),
		    "use an engine and a kernel that were built with seccomp");
	if (has_option(info, "apparmor"))
		add(d, "AppArmor", IG_DOCTOR_OK, ig_strdup("the engine's profile is in force"),
		    NULL);
	else
		add(d, "AppArmor", IG_DOCTOR_LIMITED, ig_strdup("not in use"),
		    "install the Debian package apparmor on the engine's host for a second "
		    "barrier");
	if (has_option(info, "rootless"))
		add(d, "user namespace", IG_DOCTOR_OK, ig_strdup("rootless engine"), NULL);
	else if (has_option(info, "userns"))
		add(d, "user namespace", IG_DOCTOR_OK, ig_strdup("remapped"), NULL);
	else
		add(d, "user namespace", IG_DOCTOR_LIMITED,
		    ig_strdup("not remapped: user ids are the host's own"),
		    "the engine's option userns-remap gives containers ids of their own");
}

static bool has_image(const json_t *images, const char *tag)
{
	size_t i, k;
	json_t *image, *name;

	json_array_foreach(images, i, image)
	{
		json_array_foreach(json_object_get(image, "RepoTags"), k, name)
		{
			if (json_is_string(name) && strcmp(json_string_value(name), tag) == 0)
				return true;
		}
	}
	return false;
}

static void runtime_images(struct ig_doctor *d, const json_t *images)
{
	ig_auto_buf list = IG_BUF_INIT(0);

	for (size_t i = 0; i < ig_runtimes_n; i++)
		if (has_image(images, ig_runtimes[i].image))
			ig_buf_printf(&list, "%s%s", list.len ? ", " : "", ig_runtimes[i].image);
	if (list.len)
		add(d, "runtime images", IG_DOCTOR_OK, ig_buf_take(&list), NULL);
	else
		add(d, "runtime images", IG_DOCTOR_LIMITED, ig_strdup("none"),
		    "the first run makes the one it needs; 'ignite-tui images build node@20' does "
		    "it now");
}

void ig_doctor_engine(
    struct ig_doctor *d, const json_t *version, const json_t *info, const json_t *images)
{
	add(d, "engine version", IG_DOCTOR_OK,
	    ig_asprintf("%s, API %s, on %s", ig_json_str(version, "Version", "?"),
	        ig_json_str(version, "ApiVersion", "?"), ig_json_str(info, "OperatingSystem", "?")),
	    NULL);
	limits(d, info);
	security(d, info);
	isolation(d, info);
	if (images)
		runtime_images(d, images);
}

enum ig_doctor_state ig_doctor_worst(const struct ig_doctor *d)
{
	enum ig_doctor_state worst = IG_DOCTOR_OK;

	for (size_t i = 0; i < d->n; i++)
		if (d->row[i].state > worst)
			worst = d->row[i].state;
	return worst;
}

void ig_doctor_done(struct ig_doctor *d)
{
	for (size_t i = 0; i < d->n; i++) {
		free(d->row[i].found);
		free(d->row[i].todo);
	}
	free(d->row);
	*d = (struct ig_doctor){0};
}
