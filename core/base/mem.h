/*
 * Checked allocation and clean-up attributes.
 *
 * The functions never return NULL: a process that cannot get the small, bounded
 * blocks we ask for cannot go on, so they abort() and the terminal is restored by
 * the crash handler of tui/term. Sizes that come from outside are bounded by the
 * caller before they get here; a product that overflows aborts as well.
 */
#ifndef IG_BASE_MEM_H
#define IG_BASE_MEM_H

#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

void *ig_malloc(size_t n) __attribute__((malloc, alloc_size(1), returns_nonnull));
/* Zeroed, n * size checked for overflow. */
void *ig_calloc(size_t n, size_t size) __attribute__((malloc, alloc_size(1, 2), returns_nonnull));
/* realloc for an array of n elements; frees nothing, aborts on overflow. */
void *ig_reallocarray(void *p, size_t n, size_t size)
    __attribute__((alloc_size(2, 3), returns_nonnull));
char *ig_strdup(const char *s) __attribute__((malloc, returns_nonnull));
/* NULL stays NULL. */
char *ig_strdup_null(const char *s);
/* Copies n bytes and adds a NUL. */
char *ig_strndup(const char *s, size_t n) __attribute__((malloc, returns_nonnull));
char *ig_asprintf(const char *fmt, ...)
    __attribute__((format(printf, 1, 2), malloc, returns_nonnull));

/*
 * Makes room for one more element in a growing array: `cap` is doubled from 8.
 *   IG_GROW(list->v, list->n, list->cap); list->v[list->n++] = x;
 */
#define IG_GROW(v, n, cap)                                                                         \
	do {                                                                                       \
		if ((n) >= (cap)) {                                                                \
			(cap) = (cap) ? (cap) * 2 : 8;                                             \
			(v) = ig_reallocarray((v), (cap), sizeof(*(v)));                           \
		}                                                                                  \
	} while (0)

#define IG_CLEANUP(fn) __attribute__((cleanup(fn)))

static inline void ig_cleanup_free(void *p)
{
	free(*(void **)p);
}
static inline void ig_cleanup_fd(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}
#define ig_auto_free IG_CLEANUP(ig_cleanup_free)
#define ig_auto_fd IG_CLEANUP(ig_cleanup_fd)

/* Hands a pointer over to the caller and leaves NULL behind. */
#define IG_STEAL(p)                                                                                \
	({                                                                                         \
		__typeof__(p) ig_steal_ = (p);                                                     \
		(p) = NULL;                                                                        \
		ig_steal_;                                                                         \
	})
static inline int ig_steal_fd(int *fd)
{
	int f = *fd;

	*fd = -1;
	return f;
}

#define IG_COUNT(a) (sizeof(a) / sizeof((a)[0]))

#endif
