#include "config.h"
#include "core/run/run.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "core/base/file.h"
#include "core/base/json.h"

enum { CLEAN_PARALLEL = 8, CLEAN_REMOVE_MS = 10000 };

char *ig_run_new_id(void)
{
	unsigned char b[6];
	char id[13];

	if (getrandom(b, sizeof(b), 0) != sizeof(b)) /* never short for up to 256 bytes */
		abort();
	for (size_t i = 0; i < sizeof(b); i++)
		snprintf(id + 2 * i, 3, "%02x", b[i]);
	return ig_strdup(id);
}

/* Field 22 of proc_pid_stat(5); the name before it may hold anything but is ended by the last ')'.
 */
static int start_time(int pid, unsigned long long *ret)
{
	ig_auto_free char *path = ig_asprintf("/proc/%d/stat", pid);
	ig_auto_buf text = IG_BUF_INIT(0);
	const char *p;

	if (ig_read_path(path, 4096, &text, NULL) < 0)
		return -1;
	p = strrchr(ig_buf_str(&text), ')');
	for (int field = 2; p && field < 22; field++)
		p = strchr(p + 1, ' ');
	return p && sscanf(p, "%llu", ret) == 1 ? 0 : -1;
}

static unsigned long long pid_namespace(void)
{
	struct stat st;

	return stat("/proc/self/ns/pid", &st) == 0 ? st.st_ino : 0;
}

char *ig_run_owner(void)
{
	unsigned long long start = 0;

	start_time((int)getpid(), &start);
	return ig_asprintf("%d:%llu:%llu", (int)getpid(), start, pid_namespace());
}

bool ig_run_owner_gone(const char *owner)
{
	unsigned long long start, ns, now;
	int pid, end = 0;

	if (sscanf(owner, "%9d:%20llu:%20llu%n", &pid, &start, &ns, &end) != 3 || owner[end] ||
	    pid <= 0 || ns != pid_namespace())
		return false;
	return start_time(pid, &now) < 0 || now != start;
}

struct clean {
	ig_engine *engine;
	bool all;
	ig_clean_fn done;
	void *user;
	char **id;
	size_t n, cap, next;
	unsigned running, removed, failed;
	ig_err *first; /* of those that failed */
};

static void clean_next(struct clean *c);

/* "ignite-tui.OWNER.RUN" in /dev/shm, made by this user. */
static void clean_copies(void)
{
	DIR *d = opendir("/dev/shm");
	struct dirent *e;

	while (d && (e = readdir(d))) {
		ig_auto_free char *path = ig_asprintf("/dev/shm/%s", e->d_name), *owner = NULL;
		const char *run = strrchr(e->d_name, '.');
		struct stat st;

		if (strncmp(e->d_name, "ignite-tui.", 11) != 0 || run < e->d_name + 11 ||
		    lstat(path, &st) < 0 || !S_ISDIR(st.st_mode) || st.st_uid != geteuid())
			continue;
		owner = ig_strndup(e->d_name + 11, (size_t)(run - e->d_name - 11));
		if (ig_run_owner_gone(owner))
			ig_rmtree(path, NULL);
	}
	if (d)
		closedir(d);
}

static void finish(struct clean *c, const ig_err *err)
{
	if (!err)
		clean_copies();
	c->done(c->removed, c->failed, err ? err : c->first, c->user);
	for (size_t i = 0; i < c->n; i++)
		free(c->id[i]);
	free(c->id);
	ig_err_free(c->first);
	free(c);
}

static void one_removed(json_t *body, const ig_err *err, void *user)
{
	struct clean *c = user;

	(void)body;
	c->running--;
	if (err)
		c->failed++;
	else
		c->removed++;
	if (err && !c->first)
		c->first = ig_err_copy(err);
	clean_next(c);
}

static void clean_next(struct clean *c)
{
	for (; c->next < c->n && c->running < CLEAN_PARALLEL; c->running++)
		ig_engine_remove(c->engine, c->id[c->next++], CLEAN_REMOVE_MS, one_removed, c);
	if (!c->running)
		finish(c, NULL);
}

static void listed(json_t *body, const ig_err *err, void *user)
{
	struct clean *c = user;
	const json_t *x;
	size_t i;

	if (err) {
		finish(c, err);
		return;
	}
	json_array_foreach(body, i, x)
	{
		const char *id = ig_json_str(x, "Id", ""), *owner;

		owner = ig_json_str(json_object_get(x, "Labels"), IG_LABEL_PID, "");
		if (!id[0] || (!c->all && !ig_run_owner_gone(owner)))
			continue;
		IG_GROW(c->id, c->n, c->cap);
		c->id[c->n++] = ig_strdup(id);
	}
	clean_next(c);
}

void ig_run_clean(ig_loop *loop, ig_engine *e, bool all, ig_clean_fn done, void *user)
{
	struct clean *c = ig_calloc(1, sizeof(*c));
	ig_auto_json filters = json_pack("{s:[s]}", "label", IG_LABEL_OWNER "=ignite-tui");

	(void)loop;
	c->engine = e;
	c->all = all;
	c->done = done;
	c->user = user;
	ig_engine_containers(e, true, filters, listed, c);
}
