#include "config.h"
#include "core/preflight/js.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/preflight/detect.h"
#include "core/preflight/follow.h"

/* Type declarations cannot run; they are read only if they hold a word that matters. */
static bool declarations_only(const struct ig_scan *s)
{
	static const char *const words[] = {"require(", "eval(", "process.", "child_process",
	    "Function(", "fetch("};

	for (size_t i = 0; i < IG_COUNT(words); i++)
		if (memmem(s->src, s->n, words[i], strlen(words[i])))
			return false;
	return true;
}

static void gaps(struct ig_js *j)
{
	struct ig_scan *s = j->scan;

	if (j->ast.too_many) {
		s->whole = false;
		ig_scan_tell(s, IG_RULE(GAP_PARSE), IG_SEV_MEDIUM, IG_CONF_CERTAIN, 0, 0, NULL,
		    "not fully analysed: more than %d syntax nodes", IG_AST_NODES);
	}
	if (j->ast.errors && s->kind != IG_KIND_DTS) {
		s->whole = false;
		ig_scan_tell(s, IG_RULE(GAP_PARSE), IG_SEV_LOW, IG_CONF_CERTAIN, j->ast.error_start,
		    j->ast.error_end, NULL,
		    "not fully analysed: the parser stumbled over %u %s, the first of %u bytes",
		    j->ast.errors, j->ast.errors == 1 ? "place" : "places",
		    j->ast.error_end - j->ast.error_start);
	}
	if (j->total > IG_EVAL_TOTAL || j->arena > IG_EVAL_ARENA) {
		s->whole = false;
		ig_scan_tell(s, IG_RULE(GAP_PARSE), IG_SEV_LOW, IG_CONF_CERTAIN, 0, 0, NULL,
		    "not fully analysed: following its values took more than the bound");
	}
}

static void js_done(struct ig_js *j)
{
	while (j->blocks) {
		struct ig_block *b = j->blocks;

		j->blocks = b->next;
		free(b);
	}
	free(j->memo);
	free(j->bound);
	free(j->busy);
	free(j->told);
	ig_scopes_done(&j->sc);
	ig_ast_done(&j->ast);
}

void ig_js_scan(struct ig_scan *s)
{
	struct ig_facts facts = {0};
	struct ig_js j = {.scan = s, .facts = &facts, .max_steps = IG_EVAL_STEPS};

	if (s->kind == IG_KIND_DTS && declarations_only(s))
		return;
	if (ig_ast_parse(&j.ast, s->kind, s->src, s->n) < 0) {
		s->whole = false;
		ig_scan_tell(s, IG_RULE(GAP_PARSE), IG_SEV_MEDIUM, IG_CONF_CERTAIN, 0, 0, NULL,
		    "not analysed: the parser did not come to an end");
		ig_ast_done(&j.ast);
		return;
	}
	ig_scopes_make(&j.sc, &j.ast);
	j.memo = ig_calloc(j.ast.n, sizeof(*j.memo));
	j.bound = ig_calloc(j.sc.bindings, sizeof(*j.bound));
	j.busy = ig_calloc(j.sc.bindings, sizeof(*j.busy));
	ig_interpret_top(&j);
	for (uint32_t n = 1; n < j.ast.n; n++)
		ig_detect_node(&j, n);
	ig_detect_end(&j);
	if (s->depth == 0)
		gaps(&j);
	js_done(&j);
}
