#include "config.h"
#include "core/watch/watch.h"

struct ig_series {
	struct ig_sample *v;
	size_t n, cap;
	uint64_t stride; /* samples that one of v stands for */
	struct ig_sample last;
	uint64_t in_last; /* how many the last of v stands for so far */
};

/* What goes up and down: the higher of two says more. Everything else only grows. */
static const uint32_t gauges =
    1U << IG_M_MEM_CURRENT | 1U << IG_M_MEM_ANON | 1U << IG_M_PIDS_CURRENT;

/* Puts the later sample `b` into `a`. */
static void merge(struct ig_sample *a, const struct ig_sample *b)
{
	for (unsigned i = 0; i < IG_M_N; i++) {
		const uint32_t bit = 1U << i;

		if (!(b->have & bit))
			continue;
		if (!(gauges & bit) || !(a->have & bit) || b->v[i] > a->v[i])
			a->v[i] = b->v[i];
		a->have |= bit;
		a->seen = (a->seen & ~bit) | (b->seen & bit);
	}
	a->t_us = b->t_us;
}

ig_series *ig_series_new(size_t cap)
{
	ig_series *s = ig_calloc(1, sizeof(*s));

	s->cap = cap < 2 ? 2 : cap;
	s->v = ig_calloc(s->cap, sizeof(*s->v));
	s->stride = 1;
	return s;
}

void ig_series_free(ig_series *s)
{
	if (!s)
		return;
	free(s->v);
	free(s);
}

static void halve(ig_series *s)
{
	size_t to = 0;

	for (size_t i = 0; i < s->n; i += 2) {
		s->v[to] = s->v[i];
		if (i + 1 < s->n)
			merge(&s->v[to], &s->v[i + 1]);
		to++;
	}
	/* With an odd count the last one stands for half of what it may. */
	s->in_last = s->n % 2 ? s->stride : s->stride * 2;
	s->n = to;
	s->stride *= 2;
}

void ig_series_add(ig_series *s, const struct ig_sample *x)
{
	s->last = *x;
	if (s->n && s->in_last < s->stride) {
		merge(&s->v[s->n - 1], x);
		s->in_last++;
		return;
	}
	if (s->n == s->cap) {
		halve(s);
		ig_series_add(s, x);
		return;
	}
	s->v[s->n++] = *x;
	s->in_last = 1;
}

size_t ig_series_n(const ig_series *s)
{
	return s->n;
}

const struct ig_sample *ig_series_at(const ig_series *s, size_t i)
{
	return &s->v[i];
}

const struct ig_sample *ig_series_last(const ig_series *s)
{
	return s->n ? &s->last : NULL;
}
