#include "config.h"
#include "tests/support/seccomp-policy.h"

#include <string.h>

static char *text(const char *given, const char *fallback)
{
	return ig_strdup(given ? given : fallback);
}

static void list(struct ig_pvalue *v, char **items, const char *given)
{
	ig_auto_free char *copy = ig_strdup(given ? given : "");
	char *save = NULL;

	v->list = items;
	for (char *s = strtok_r(copy, ",", &save); s; s = strtok_r(NULL, ",", &save))
		items[v->list_n++] = ig_strdup(s);
}

struct test_policy *test_policy_new(
    const char *net, const char *spawn, const char *on_deny, const char *allow, const char *deny)
{
	struct test_policy *t = ig_calloc(1, sizeof(*t));

	t->p.v[IG_P_BASELINE].text = ig_strdup("node");
	t->p.v[IG_P_NET_MODE].text = text(net, "none");
	t->p.v[IG_P_SPAWN].text = text(spawn, "deny");
	t->p.v[IG_P_ON_DENY].text = text(on_deny, "errno");
	list(&t->p.v[IG_P_SC_ALLOW], t->allow, allow);
	list(&t->p.v[IG_P_SC_DENY], t->deny, deny);
	return t;
}

void test_policy_free(struct test_policy *t)
{
	for (size_t i = 0; i < IG_COUNT(t->allow); i++) {
		free(t->allow[i]);
		free(t->deny[i]);
	}
	for (size_t i = 0; i < IG_P_N; i++)
		free(t->p.v[i].text);
	free(t);
}
