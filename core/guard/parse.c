#include "config.h"
#include "core/guard/parse.h"

#include <linux/filter.h>
#include <string.h>

static enum ig_guard_fault string(char *s, size_t n, bool absolute, char **ret)
{
	if (n < 2 || memchr(s, '\0', n) != s + n - 1)
		return IG_GUARD_STRING;
	if (absolute && *s != '/')
		return IG_GUARD_VALUE;
	*ret = s;
	return IG_GUARD_FINE;
}

static enum ig_guard_fault one_string(char *s, size_t n, char **ret)
{
	return *ret ? IG_GUARD_KIND : string(s, n, true, ret);
}

static enum ig_guard_fault next_string(
    char *s, size_t n, char **list, size_t *count, bool may_be_empty)
{
	if (*count >= IG_GUARD_ARGS_MAX)
		return IG_GUARD_MANY;
	if (may_be_empty && n == 1 && !*s) {
		list[(*count)++] = s;
		return IG_GUARD_FINE;
	}
	return string(s, n, false, &list[(*count)++]);
}

static enum ig_guard_fault rlimit(const char *s, size_t n, struct ig_guard_plan *p)
{
	struct ig_guard_rlimit *r;

	if (p->rlimits >= IG_GUARD_LIMITS_MAX)
		return IG_GUARD_MANY;
	r = &p->rlimit[p->rlimits++];
	if (n != sizeof(*r))
		return IG_GUARD_SIZE;
	memcpy(r, s, n);
	return r->zero || r->resource >= IG_GUARD_LIMITS_MAX || r->soft > r->hard ? IG_GUARD_VALUE
	                                                                          : IG_GUARD_FINE;
}

static enum ig_guard_fault landlock(const char *s, size_t n, struct ig_guard_plan *p)
{
	if (p->use_landlock)
		return IG_GUARD_KIND;
	if (n != sizeof(p->landlock))
		return IG_GUARD_SIZE;
	memcpy(&p->landlock, s, n);
	p->use_landlock = true;
	return p->landlock.zero ? IG_GUARD_VALUE : IG_GUARD_FINE;
}

static enum ig_guard_fault path(char *s, size_t n, struct ig_guard_plan *p)
{
	struct ig_guard_path *rule;
	enum ig_guard_fault f;
	char *name = NULL;

	if (p->paths >= IG_GUARD_PATHS_MAX)
		return IG_GUARD_MANY;
	rule = &p->path[p->paths].rule;
	if (n <= sizeof(*rule))
		return IG_GUARD_SIZE;
	memcpy(rule, s, sizeof(*rule));
	f = string(s + sizeof(*rule), n - sizeof(*rule), true, &name);
	p->path[p->paths++].path = name;
	if (f)
		return f;
	return rule->zero || rule->optional > 1 ? IG_GUARD_VALUE : IG_GUARD_FINE;
}

static enum ig_guard_fault port(const char *s, size_t n, struct ig_guard_plan *p)
{
	struct ig_guard_port *r;

	if (p->ports >= IG_GUARD_PORTS_MAX)
		return IG_GUARD_MANY;
	r = &p->port[p->ports++];
	if (n != sizeof(*r))
		return IG_GUARD_SIZE;
	memcpy(r, s, n);
	return r->port > UINT16_MAX ? IG_GUARD_VALUE : IG_GUARD_FINE;
}

static enum ig_guard_fault filter(char *s, size_t n, struct ig_guard_plan *p)
{
	const size_t insn = sizeof(struct sock_filter);
	struct ig_guard_filter head;

	if (p->filters >= IG_GUARD_FILTERS_MAX)
		return IG_GUARD_MANY;
	if (n <= sizeof(head) || (n - sizeof(head)) % insn ||
	    (n - sizeof(head)) / insn > BPF_MAXINSNS)
		return IG_GUARD_SIZE;
	memcpy(&head, s, sizeof(head));
	if (head.zero || (head.flags & ~(uint32_t)(IG_GUARD_LOG | IG_GUARD_LISTEN)))
		return IG_GUARD_VALUE;
	/* What follows the listener's filter would be installed under its eyes. */
	if (p->filters && (p->filter[p->filters - 1].flags & IG_GUARD_LISTEN))
		return IG_GUARD_VALUE;
	p->filter[p->filters].flags = head.flags;
	p->filter[p->filters].n = (unsigned short)((n - sizeof(head)) / insn);
	p->filter[p->filters++].prog = s + sizeof(head);
	return IG_GUARD_FINE;
}

static enum ig_guard_fault item(uint32_t kind, char *s, size_t n, struct ig_guard_plan *p)
{
	switch (kind) {
	case IG_GUARD_EXE:
		return one_string(s, n, &p->exe);
	case IG_GUARD_CWD:
		return one_string(s, n, &p->cwd);
	case IG_GUARD_ARG:
		return next_string(s, n, p->argv, &p->argc, true);
	case IG_GUARD_ENV:
		return next_string(s, n, p->envp, &p->envc, false);
	case IG_GUARD_RLIMIT:
		return rlimit(s, n, p);
	case IG_GUARD_LANDLOCK:
		return landlock(s, n, p);
	case IG_GUARD_PATH:
		return path(s, n, p);
	case IG_GUARD_PORT:
		return port(s, n, p);
	case IG_GUARD_FILTER:
		return filter(s, n, p);
	default:
		return IG_GUARD_KIND;
	}
}

enum ig_guard_fault ig_guard_parse(char *s, size_t n, struct ig_guard_plan *ret)
{
	struct ig_guard_item head;
	size_t at = 0;

	memset(ret, 0, sizeof(*ret));
	while (at < n) {
		enum ig_guard_fault f;

		if (n - at < sizeof(head))
			return IG_GUARD_SHORT;
		memcpy(&head, s + at, sizeof(head));
		at += sizeof(head);
		if (head.size > n - at)
			return IG_GUARD_SHORT;
		f = item(head.kind, s + at, head.size, ret);
		if (f)
			return f;
		/* No overflow: size is at most n, which is at most IG_GUARD_PLAN_MAX. */
		at += (head.size + 7u) & ~7u;
	}
	if (at != n)
		return IG_GUARD_SHORT;
	if (!ret->exe || !ret->argc || ((ret->paths || ret->ports) && !ret->use_landlock))
		return IG_GUARD_LACKS;
	return IG_GUARD_FINE;
}
