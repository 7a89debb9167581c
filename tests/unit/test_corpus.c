/*
 * Preflight against labelled code: tests/data/evasion holds one way of hiding a capability in each
 * file or folder, tests/data/honest the code of good faith that looks most like it. Each case is
 * audited as a service of its own. The tables say what must be found and where.
 *
 *	test_corpus [PREFIX]	only cases below this path, with all that was found in them
 */
#include "config.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/loop.h"
#include "core/base/text.h"
#include "core/preflight/preflight.h"
#include "tests/unit/scratch.h"

/* What is true of the cases as they stand, in tenths of a percent. Raise them with the analysis. */
enum { BAR_FLAGGED = 950, BAR_EXACT = 918, BAR_RANKED = 840, BAR_QUIET = 975 };

struct test_case {
	char *path;         /* below the set's folder; a folder ends in '/' */
	char *expect;       /* capability, or the highest severity that is allowed */
	const char *floor;  /* NULL, or how severe the worst finding must be: of "exec:high" */
	const char *places; /* "3|4", "lib/a.js:7", "0": counts as a whole */
	const char *note;
	bool known; /* the table says that it is not found yet */
	bool flagged, exact, ranked, audited;
};

struct test_set {
	const char *name;
	char *dir;
	struct ig_buf text; /* of the table; the cases point into it */
	struct test_case *v;
	size_t n;
	bool honest;
	bool verbose; /* tell everything that is found */
};

/* The cases [from, to) of a set: those of one class. */
struct test_class {
	struct test_set *set;
	size_t from, to;
	char *title;
};

struct waiting {
	struct ig_audit_result *result;
	ig_err *err;
	bool done;
};

static void on_done(struct ig_audit_result *r, ig_err *err, void *user)
{
	*(struct waiting *)user = (struct waiting){r, err, true};
}

static struct ig_audit_result *audit(const struct ig_service *s)
{
	static const struct ig_audit_events events = {NULL, on_done};
	struct waiting w = {0};
	ig_loop *loop = ig_loop_new(NULL);
	ig_audit *a = ig_audit_start(loop, s, &events, &w, &w.err);

	while (a && !w.done)
		ig_loop_once(loop, -1);
	ig_audit_free(a);
	ig_loop_free(loop);
	if (w.err)
		print_message("# %s\n", ig_err_msg(w.err));
	ig_err_free(w.err);
	return w.result;
}

/* A single file is copied into a folder of its own, so that no case sees another. */
static struct ig_audit_result *audit_case(const struct test_set *set, const struct test_case *c)
{
	ig_auto_free char *path = ig_asprintf("%s/%s", set->dir, c->path);
	struct ig_service *s = NULL, lone;
	struct ig_audit_result *r;
	ig_auto_buf bytes = {0};
	char *base, *tmp;

	if (path[strlen(path) - 1] == '/') {
		path[strlen(path) - 1] = '\0';
		lone = (struct ig_service){.name = path, .path = path};
		s = ig_service_load(path, NULL);
		r = audit(s ? s : &lone);
		ig_service_free(s);
		return r;
	}
	tmp = scratch_make();
	base = strrchr(path, '/') + 1;
	scratch_read(set->dir, c->path, &bytes);
	scratch_put(tmp, base, ig_buf_str(&bytes), bytes.len);
	lone = (struct ig_service){.name = base, .path = tmp, .entry = base, .manifest = base};
	r = audit(&lone);
	scratch_remove(tmp);
	return r;
}

/* Is the finding at one of "3|7" (the case is a file) or "a.js:3|b.js:1" (a folder)? */
static bool at_place(const struct ig_finding *f, const char *places, bool folder)
{
	for (const char *p = places; *p; p += strcspn(p, "|"), p += *p == '|') {
		size_t n = strcspn(p, "|");
		ig_auto_free char *want = ig_strndup(p, n);
		char *colon = strrchr(want, ':');
		unsigned line = (unsigned)strtoul(colon ? colon + 1 : want, NULL, 10);

		if (colon)
			*colon = '\0';
		if (f->line == line && (!folder || (colon && strcmp(want, f->file) == 0)))
			return true;
	}
	return false;
}

/* What was found is shown to somebody's terminal: the text of the cases is hostile on purpose. */
static void tell(const struct ig_finding *f)
{
	ig_auto_free char *value = f->value ? ig_text_str(f->value) : NULL;
	ig_auto_free char *file = ig_text_str(f->file);

	print_message("#   %s:%u:%u %s %s (%s)%s%s\n", file, f->line, f->column,
	    ig_severity_name(f->severity), f->rule->id, ig_capability_name(f->rule->capability),
	    value ? " = " : "", value ? value : "");
}

static void judge_evasion(
    const struct test_set *set, struct test_case *c, const struct ig_audit_result *r)
{
	bool folder = c->path[strlen(c->path) - 1] == '/';
	enum ig_severity floor = IG_SEV_INFO;

	if (c->floor)
		assert_int_equal(ig_severity_find(c->floor, &floor), 0);
	for (size_t i = 0; i < r->n; i++) {
		c->ranked |= r->finding[i].severity >= floor;
		if (strcmp(ig_capability_name(r->finding[i].rule->capability), c->expect) != 0)
			continue;
		c->flagged = true;
		if (strcmp(c->places, "0") == 0 || at_place(&r->finding[i], c->places, folder))
			c->exact = true;
	}
	if (c->exact && c->ranked && !set->verbose)
		return;
	print_message("# %s %s: %s at %s: %s\n",
	    !c->flagged  ? "MISSED"
	    : !c->exact  ? "not at the sink"
	    : !c->ranked ? "RANKED LOW"
	                 : "exact",
	    c->path, c->expect, c->places, c->note);
	for (size_t k = 0; k < r->n && k < 12; k++)
		tell(&r->finding[k]);
}

static void judge_honest(
    const struct test_set *set, struct test_case *c, const struct ig_audit_result *r)
{
	enum ig_severity most = IG_SEV_INFO;

	c->exact = true;
	assert_int_equal(ig_severity_find(c->expect, &most), 0);
	for (size_t i = 0; i < r->n; i++) {
		if (r->finding[i].severity <= most && !set->verbose)
			continue;
		if (r->finding[i].severity > most && c->exact) {
			print_message("# NOISE %s: %s\n", c->path, c->note);
			c->exact = false;
		}
		tell(&r->finding[i]);
	}
	c->flagged = c->exact;
}

/* Every file of a class: all are looked at before the class fails. */
static void test_class(void **state)
{
	const struct test_class *k = *state;
	size_t lost = 0;

	for (size_t i = k->from; i < k->to; i++) {
		struct test_case *c = &k->set->v[i];
		struct ig_audit_result *r = audit_case(k->set, c);

		c->audited = r != NULL;
		if (!r)
			print_message("# NOT AUDITED %s\n", c->path);
		else if (k->set->honest)
			judge_honest(k->set, c, r);
		else
			judge_evasion(k->set, c, r);
		if (c->known && c->flagged)
			print_message("# %s is found now: mend its row\n", c->path);
		if (!c->audited || (!c->flagged && !c->known))
			lost++;
		ig_audit_result_free(r);
	}
	if (lost)
		fail_msg("%zu of %zu cases; see above", lost, k->to - k->from);
}

static unsigned rate(size_t part, size_t whole)
{
	return whole ? (unsigned)(part * 1000 / whole) : 0;
}

static void test_rates(void **state)
{
	const struct test_set *set = *state;
	size_t flagged = 0, exact = 0, floors = 0, ranked = 0;

	for (size_t i = 0; i < set->n; i++) {
		flagged += set->v[i].flagged;
		exact += set->v[i].exact;
		floors += set->v[i].floor != NULL;
		ranked += set->v[i].floor != NULL && set->v[i].ranked;
	}
	if (set->honest) {
		print_message("# honest: %zu of %zu quiet (%u/1000, bar %d)\n", exact, set->n,
		    rate(exact, set->n), BAR_QUIET);
		assert_true(rate(exact, set->n) >= BAR_QUIET);
		return;
	}
	print_message(
	    "# evasions: %zu of %zu flagged (%u/1000, bar %d), %zu at the sink (%u/1000, bar "
	    "%d)\n",
	    flagged, set->n, rate(flagged, set->n), BAR_FLAGGED, exact, rate(exact, set->n),
	    BAR_EXACT);
	print_message("# ranked: %zu of the %zu that have a floor reach it (%u/1000, bar %d)\n",
	    ranked, floors, rate(ranked, floors), BAR_RANKED);
	assert_true(rate(flagged, set->n) >= BAR_FLAGGED);
	assert_true(rate(ranked, floors) >= BAR_RANKED);
	assert_true(rate(exact, set->n) >= BAR_EXACT);
}

/* The next cell of a line of a table, ended in place; NULL when there is none. */
static char *cell(char **line)
{
	return *line ? strsep(line, "\t") : NULL;
}

/* Cuts "exec:high" in two; NULL when there is no second part. */
static char *floor_of(char *expect)
{
	char *colon = strchr(expect, ':');

	if (colon)
		*colon = '\0';
	return colon ? colon + 1 : NULL;
}

static void read_set(struct test_set *set, const char *prefix)
{
	char *p, *line;

	set->dir = scratch_data(set->name);
	scratch_read(set->dir, "cases.tsv", &set->text);
	p = (char *)ig_buf_str(&set->text);
	while ((line = strsep(&p, "\n"))) {
		struct test_case c = {0};

		if (*line == '\0')
			continue;
		c.path = cell(&line);
		c.expect = cell(&line);
		c.floor = c.expect && !set->honest ? floor_of(c.expect) : NULL;
		c.places = set->honest ? "0" : cell(&line);
		c.note = cell(&line);
		c.known = cell(&line) != NULL;
		if (!c.note)
			abort();
		if (strncmp(c.path, prefix, strlen(prefix)) != 0)
			continue;
		set->v = ig_reallocarray(set->v, set->n + 1, sizeof(*set->v));
		set->v[set->n++] = c;
	}
}

/* Adds one test for each run of cases with the same first folder. */
static size_t add_classes(struct test_set *set, struct test_class *k, size_t at)
{
	for (size_t i = 0; i < set->n;) {
		size_t n = strcspn(set->v[i].path, "/"), from = i;

		while (i < set->n && strncmp(set->v[i].path, set->v[from].path, n + 1) == 0)
			i++;
		k[at] = (struct test_class){set, from, i,
		    ig_asprintf(
		        "%s: %.*s, %zu cases", set->name, (int)n, set->v[from].path, i - from)};
		at++;
	}
	return at;
}

int main(int argc, char **argv)
{
	struct test_set sets[] = {
	    {.name = "evasion"},
	    {.name = "honest", .honest = true},
	};
	struct test_class classes[100];
	struct CMUnitTest tests[102];
	size_t n = 0, t = 0;
	int failed;

	for (size_t i = 0; i < IG_COUNT(sets); i++) {
		sets[i].verbose = argc > 1;
		read_set(&sets[i], argc > 1 ? argv[1] : "");
		n = add_classes(&sets[i], classes, n);
	}
	for (size_t i = 0; i < n; i++)
		tests[t++] =
		    (struct CMUnitTest){classes[i].title, test_class, NULL, NULL, &classes[i]};
	for (size_t i = 0; i < IG_COUNT(sets) && argc == 1; i++)
		tests[t++] = (struct CMUnitTest){sets[i].name, test_rates, NULL, NULL, &sets[i]};
	failed = _cmocka_run_group_tests("corpus", tests, t, NULL, NULL);
	for (size_t i = 0; i < n; i++)
		free(classes[i].title);
	for (size_t i = 0; i < IG_COUNT(sets); i++) {
		ig_buf_done(&sets[i].text);
		free(sets[i].v);
		free(sets[i].dir);
	}
	return failed;
}
