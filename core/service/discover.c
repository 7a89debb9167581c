#include "config.h"
#include "core/service/service.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "core/base/file.h"
#include "core/service/service-priv.h"

enum { ENTRIES_MAX = 100000 }; /* read from one folder */

struct pending {
	char *rel;
	unsigned depth;
};

/* An explicit stack: the depth of a hostile tree is not the depth of ours. */
struct search {
	int rootfd;
	const char *root; /* absolute */
	dev_t dev;
	struct pending *stack;
	size_t n, cap, list_cap;
	struct ig_service_list *list;
	bool too_deep, too_wide;
	size_t closed; /* folders that could not be opened */
	char *first_closed;
};

static void push(struct search *s, char *rel, unsigned depth)
{
	IG_GROW(s->stack, s->n, s->cap);
	s->stack[s->n++] = (struct pending){.rel = rel, .depth = depth};
}

static bool is_folder(int dirfd, const struct dirent *d)
{
	struct stat st;

	if (d->d_type != DT_UNKNOWN)
		return d->d_type == DT_DIR;
	return !fstatat(dirfd, d->d_name, &st, AT_SYMLINK_NOFOLLOW) && S_ISDIR(st.st_mode);
}

static void note_closed(struct search *s, const char *rel)
{
	if (!s->closed++)
		s->first_closed = ig_strdup(rel);
}

/* Puts the folders below on the stack. Takes fd over. */
static void push_children(struct search *s, int fd, const struct pending *p)
{
	DIR *dir = fdopendir(fd);
	const struct dirent *d;
	size_t seen = 0;

	if (!dir) {
		close(fd);
		return;
	}
	while ((d = readdir(dir))) {
		if (++seen > ENTRIES_MAX || s->list->folders + s->n > IG_DISCOVER_FOLDERS) {
			s->too_wide = true;
			break;
		}
		if (d->d_name[0] == '.' || !strcmp(d->d_name, "node_modules") ||
		    !is_folder(dirfd(dir), d))
			continue;
		if (p->depth == IG_DISCOVER_DEPTH) {
			s->too_deep = true;
			break;
		}
		push(s,
		    strcmp(p->rel, ".") ? ig_asprintf("%s/%s", p->rel, d->d_name)
		                        : ig_strdup(d->d_name),
		    p->depth + 1);
	}
	closedir(dir);
}

static void visit(struct search *s, const struct pending *p)
{
	ig_auto_free char *path = NULL;
	ig_auto_fd int fd = ig_open_beneath(s->rootfd, p->rel, O_RDONLY | O_DIRECTORY, NULL);
	struct ig_service *found;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0) {
		note_closed(s, p->rel);
		return;
	}
	if (st.st_dev != s->dev)
		return;
	s->list->folders++;
	path = strcmp(p->rel, ".")
	           ? ig_asprintf("%s/%s", strcmp(s->root, "/") ? s->root : "", p->rel)
	           : ig_strdup(s->root);
	found = ig_service_load_at(fd, path, p->rel, false);
	if (!found) {
		push_children(s, ig_steal_fd(&fd), p);
		return;
	}
	IG_GROW(s->list->v, s->list->n, s->list_cap);
	s->list->v[s->list->n++] = found;
}

static int by_rel(const void *a, const void *b)
{
	const struct ig_service *const *x = a, *const *y = b;

	return strcmp((*x)->rel, (*y)->rel);
}

/* Says what the search left out; nothing is left out silently. */
static char *what_is_missing(const struct search *s)
{
	if (s->list->n >= IG_DISCOVER_SERVICES && s->n)
		return ig_asprintf("stopped at %d services", IG_DISCOVER_SERVICES);
	if (s->too_wide)
		return ig_asprintf("stopped at %d folders", IG_DISCOVER_FOLDERS);
	if (s->closed)
		return ig_asprintf("%zu folder%s could not be opened, '%s' first", s->closed,
		    s->closed == 1 ? "" : "s", s->first_closed);
	if (s->too_deep)
		return ig_asprintf(
		    "folders more than %d levels down were not searched", IG_DISCOVER_DEPTH);
	return NULL;
}

int ig_service_discover(const char *root, struct ig_service_list *ret, ig_err **err)
{
	ig_auto_free char *real = NULL;
	ig_auto_fd int rootfd = ig_open_dir(root, err);
	struct ig_service_list list = {0};
	struct search s = {.rootfd = rootfd, .list = &list};
	struct stat st;

	if (rootfd < 0)
		return -1;
	real = realpath(root, NULL);
	if (!real || fstat(rootfd, &st) < 0)
		return ig_err_sys(err, IG_E_INPUT, errno, "cannot resolve '%s'", root);
	s.root = real;
	s.dev = st.st_dev;
	push(&s, ig_strdup("."), 0);
	while (s.n && list.n < IG_DISCOVER_SERVICES) {
		struct pending p = s.stack[--s.n];

		visit(&s, &p);
		free(p.rel);
	}
	list.truncated = what_is_missing(&s);
	while (s.n)
		free(s.stack[--s.n].rel);
	free(s.stack);
	free(s.first_closed);
	if (list.n)
		qsort(list.v, list.n, sizeof(*list.v), by_rel);
	*ret = list;
	return 0;
}

void ig_service_list_done(struct ig_service_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		ig_service_free(l->v[i]);
	free(l->v);
	free(l->truncated);
	*l = (struct ig_service_list){0};
}
