/* One value of a policy: from text, to text, and which of two is tighter. */
#include "config.h"
#include "core/policy/policy-priv.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

void ig_pvalue_clear(struct ig_pvalue *v)
{
	for (size_t i = 0; i < v->list_n; i++)
		free(v->list[i]);
	free(v->list);
	free(v->text);
	free(v->file);
	*v = (struct ig_pvalue){0};
}

void ig_pvalue_copy(struct ig_pvalue *to, const struct ig_pvalue *from)
{
	*to = *from;
	to->text = ig_strdup_null(from->text);
	to->file = ig_strdup_null(from->file);
	to->list = NULL;
	if (from->list_n)
		to->list = ig_calloc(from->list_n, sizeof(*to->list));
	for (size_t i = 0; i < from->list_n; i++)
		to->list[i] = ig_strdup(from->list[i]);
}

void ig_pvalue_assign(struct ig_pvalue *to, const struct ig_pvalue *from)
{
	ig_pvalue_clear(to);
	ig_pvalue_copy(to, from);
}

bool ig_pvalue_has(const struct ig_pvalue *v, const char *item)
{
	for (size_t i = 0; i < v->list_n; i++)
		if (!strcmp(v->list[i], item))
			return true;
	return false;
}

/* The place of s in "a|b|c", -1 when it is not there. */
static int choice_index(const char *choices, const char *s)
{
	size_t n = strlen(s);
	int at = 0;

	for (const char *p = choices; *p; at++) {
		size_t len = strcspn(p, "|");

		if (len == n && !strncmp(p, s, n))
			return at;
		p += len + (p[len] == '|');
	}
	return -1;
}

static int not_a_choice(const char *choices, const char *s, ig_err **err)
{
	ig_auto_free char *copy = ig_strdup(choices);
	const char *word[9] = {NULL}, *near;
	ig_auto_buf nice = IG_BUF_INIT(0);
	char *save = NULL;
	size_t n = 0;

	for (char *p = strtok_r(copy, "|", &save); p && n < 8; p = strtok_r(NULL, "|", &save)) {
		ig_buf_printf(&nice, "%s%s", n ? ", " : "", p);
		word[n++] = p;
	}
	near = ig_suggest(s, word);
	if (near)
		return ig_err_set(err, IG_E_INPUT, "'%s' is none of %s; did you mean '%s'?", s,
		    ig_buf_str(&nice), near);
	return ig_err_set(err, IG_E_INPUT, "'%s' is none of %s", s, ig_buf_str(&nice));
}

static char *format_number(enum ig_ptype type, double v)
{
	if (type == IG_PT_SIZE)
		return ig_format_size((uint64_t)v);
	if (type == IG_PT_DURATION)
		return ig_format_duration((uint64_t)v);
	return ig_format_decimal(v);
}

static int check_range(const struct ig_pkey_info *k, uint64_t v, const char *s, ig_err **err)
{
	bool less = (double)v < k->min;
	ig_auto_free char *bound = format_number(k->type, less ? k->min : k->max);

	if (!less && (double)v <= k->max)
		return 0;
	return ig_err_set(err, IG_E_INPUT, "%s is %s than %s", s, less ? "less" : "more", bound);
}

static int parse_text(
    const struct ig_pkey_info *k, const char *s, struct ig_pvalue *ret, ig_err **err)
{
	if (!*s)
		return ig_err_set(err, IG_E_INPUT, "a text is needed");
	if (k->check && k->check(s, err) < 0)
		return -1;
	ret->text = ig_strdup(s);
	return 0;
}

static int parse_choice(
    const struct ig_pkey_info *k, const char *s, struct ig_pvalue *ret, ig_err **err)
{
	if (choice_index(k->choices, s) < 0)
		return not_a_choice(k->choices, s, err);
	ret->text = ig_strdup(s);
	return 0;
}

static int add_item(
    const struct ig_pkey_info *k, const char *s, struct ig_pvalue *ret, ig_err **err)
{
	if (!*s)
		return ig_err_set(err, IG_E_INPUT, "an item of the list is empty");
	if (k->check && k->check(s, err) < 0)
		return -1;
	if (ig_pvalue_has(ret, s))
		return ig_err_set(err, IG_E_INPUT, "'%s' is given twice", s);
	if ((double)ret->list_n >= k->max)
		return ig_err_set(err, IG_E_LIMIT, "more than %.0f items", k->max);
	ret->list = ig_reallocarray(ret->list, ret->list_n + 1, sizeof(*ret->list));
	ret->list[ret->list_n++] = ig_strdup(s);
	return 0;
}

/* "[a, "b c"]" is YAML and read as such. */
static int parse_brackets(
    const struct ig_pkey_info *k, const char *s, struct ig_pvalue *ret, ig_err **err)
{
	ig_auto_free char *doc = ig_asprintf("v: %s\n", s);
	ig_auto_ynode root = ig_yaml_parse("list", doc, strlen(doc), NULL);
	const struct ig_ynode *list = ig_ynode_get(root, "v");

	if (!list || root->n != 1 || list->kind != IG_Y_SEQ)
		return ig_err_set(err, IG_E_INPUT, "'%s' is not a list; write [one, two]", s);
	for (size_t i = 0; i < list->n; i++) {
		if (list->item[i]->kind != IG_Y_SCALAR)
			return ig_err_set(err, IG_E_INPUT, "'%s' is not a list of texts", s);
		if (add_item(k, list->item[i]->text, ret, err) < 0)
			return -1;
	}
	return 0;
}

static int parse_list(
    const struct ig_pkey_info *k, const char *s, struct ig_pvalue *ret, ig_err **err)
{
	ig_auto_free char *copy = ig_strdup(s);
	char *next = copy;

	/* "[::1]:443" is an item, not a list */
	if (*s == '[' && s[strlen(s) - 1] == ']')
		return parse_brackets(k, s, ret, err);
	while (next) {
		char *item = strsep(&next, ","), *end;

		item += strspn(item, " ");
		for (end = item + strlen(item); end > item && end[-1] == ' ';)
			*--end = '\0';
		if (add_item(k, item, ret, err) < 0)
			return -1;
	}
	return 0;
}

static int parse_as(
    const struct ig_pkey_info *k, const char *s, struct ig_pvalue *ret, ig_err **err)
{
	switch (k->type) {
	case IG_PT_SIZE:
		return ig_parse_size(s, &ret->num, err) < 0 ? -1 : check_range(k, ret->num, s, err);
	case IG_PT_DURATION:
		return ig_parse_duration(s, &ret->num, err) < 0 ? -1
		                                                : check_range(k, ret->num, s, err);
	case IG_PT_NUMBER:
		return ig_parse_uint(s, UINT64_MAX, &ret->num, err) < 0
		           ? -1
		           : check_range(k, ret->num, s, err);
	case IG_PT_DECIMAL:
		return ig_parse_decimal(s, k->min, k->max, &ret->dec, err);
	case IG_PT_CHOICE:
		return parse_choice(k, s, ret, err);
	case IG_PT_TEXT:
		return parse_text(k, s, ret, err);
	case IG_PT_LIST:
		return parse_list(k, s, ret, err);
	case IG_PT_CHOICE_OR_LIST:
		/* A single word that is no choice is a misspelt one and not a list. */
		return *s == '[' || strchr(s, ',') ? parse_list(k, s, ret, err)
		                                   : parse_choice(k, s, ret, err);
	}
	return -1;
}

int ig_pvalue_parse(enum ig_pkey key, const char *text, struct ig_pvalue *ret, ig_err **err)
{
	struct ig_pvalue v = {0};

	if (parse_as(&ig_policy_keys[key], text, &v, err) < 0) {
		ig_pvalue_clear(&v);
		return -1;
	}
	v.set = true;
	*ret = v;
	return 0;
}

static const char *needed(enum ig_ptype type)
{
	switch (type) {
	case IG_PT_SIZE:
		return "a size";
	case IG_PT_DURATION:
		return "a duration";
	case IG_PT_DECIMAL:
	case IG_PT_NUMBER:
		return "a number";
	case IG_PT_CHOICE:
		return "a word";
	case IG_PT_TEXT:
		return "a text";
	case IG_PT_LIST:
		return "a list";
	case IG_PT_CHOICE_OR_LIST:
		return "a word or a list";
	}
	return "a value";
}

static bool is_number(enum ig_ptype type)
{
	return type == IG_PT_DECIMAL || type == IG_PT_NUMBER;
}

static int read_scalar(
    const struct ig_pkey_info *k, const struct ig_ynode *n, struct ig_pvalue *ret, ig_err **err)
{
	if (n->kind == IG_Y_MAP || n->kind == IG_Y_SEQ)
		return ig_err_set(err, IG_E_INPUT, "%s is needed", needed(k->type));
	if (n->plain && !*n->text)
		return ig_err_set(err, IG_E_INPUT, "has no value; %s is needed", needed(k->type));
	if (k->type == IG_PT_LIST)
		return ig_err_set(err, IG_E_INPUT, "a list is needed; write [%s]", n->text);
	if (is_number(k->type) && !n->plain)
		return ig_err_set(
		    err, IG_E_INPUT, "'%s' is a quoted text; a number is needed", n->text);
	if (k->type == IG_PT_CHOICE_OR_LIST)
		return parse_choice(k, n->text, ret, err);
	return parse_as(k, n->text, ret, err);
}

static void read_items(const struct ig_pkey_info *k, const struct ig_ynode *n, const char *file,
    struct ig_pvalue *ret, struct ig_problems *pr)
{
	bool more = true; /* one line about a list that is too long, not one an item */

	for (size_t i = 0; i < n->n && more; i++) {
		const struct ig_ynode *x = n->item[i];
		ig_err *e = NULL;

		if (x->kind != IG_Y_SCALAR)
			ig_err_set(&e, IG_E_INPUT, "each item must be a text");
		else
			add_item(k, x->text, ret, &e);
		if (!e)
			continue;
		more = ig_err_code(e) != IG_E_LIMIT;
		ig_err_wrap(&e, "%s", k->path);
		ig_problems_add(pr, file, x->line, x->column, e);
	}
}

void ig_pvalue_read(enum ig_pkey key, const struct ig_ynode *n, const char *file,
    struct ig_pvalue *ret, struct ig_problems *pr)
{
	const struct ig_pkey_info *k = &ig_policy_keys[key];
	bool list = k->type == IG_PT_LIST || k->type == IG_PT_CHOICE_OR_LIST;
	struct ig_pvalue v = {0};
	ig_err *e = NULL;

	if (list && n->kind == IG_Y_SEQ) {
		read_items(k, n, file, &v, pr);
	} else if (read_scalar(k, n, &v, &e) < 0) {
		ig_err_wrap(&e, "%s", k->path);
		ig_problems_add(pr, file, n->line, n->column, e);
		ig_pvalue_clear(&v);
		return;
	}
	v.set = true;
	v.line = n->line;
	v.column = n->column;
	*ret = v;
}

/* Plain where libyaml and every reader of ours take it as one text, also inside brackets. */
void ig_policy_quote(const char *s, struct ig_buf *out)
{
	bool plain = *s && (isalnum((unsigned char)*s) || *s == '/');
	size_t n = strlen(s);

	for (size_t i = 0; i < n && plain; i++)
		plain = isalnum((unsigned char)s[i]) || strchr("/._+-", s[i]) ||
		        (s[i] == ':' && i + 1 < n && s[i + 1] != ':');
	if (plain) {
		ig_buf_adds(out, s);
		return;
	}
	ig_buf_addc(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			ig_buf_addc(out, '\\');
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			ig_buf_printf(out, "\\x%02x", (unsigned)(unsigned char)*s);
		else
			ig_buf_addc(out, *s);
	}
	ig_buf_addc(out, '"');
}

char *ig_pvalue_text(enum ig_pkey key, const struct ig_pvalue *v)
{
	ig_auto_buf b = IG_BUF_INIT(0);

	switch (ig_policy_keys[key].type) {
	case IG_PT_SIZE:
		return ig_format_size(v->num);
	case IG_PT_DURATION:
		return ig_format_duration(v->num);
	case IG_PT_NUMBER:
		return ig_asprintf("%" PRIu64, v->num);
	case IG_PT_DECIMAL:
		return ig_format_decimal(v->dec);
	case IG_PT_CHOICE:
	case IG_PT_TEXT:
	case IG_PT_LIST:
	case IG_PT_CHOICE_OR_LIST:
		break;
	}
	if (v->text) {
		ig_policy_quote(v->text, &b);
		return ig_buf_take(&b);
	}
	ig_buf_addc(&b, '[');
	for (size_t i = 0; i < v->list_n; i++) {
		ig_buf_adds(&b, i ? ", " : "");
		ig_policy_quote(v->list[i], &b);
	}
	ig_buf_addc(&b, ']');
	return ig_buf_take(&b);
}

char *ig_pvalue_source(enum ig_pkey key, const struct ig_pvalue *v)
{
	const char *option = ig_policy_keys[key].option;
	const char *base = v->file ? strrchr(v->file, '/') : NULL;

	if (v->file && v->line)
		return ig_asprintf("%s:%u", base ? base + 1 : v->file, v->line);
	if (v->file)
		return ig_strdup(base ? base + 1 : v->file);
	if (v->source == IG_LAYER_CLI && option)
		return ig_strdup(option);
	return ig_strdup(ig_layer_name(v->source));
}

/* Is the item granted by one of the list? A path is granted with the folder above it. */
static bool covered(enum ig_pkey key, const struct ig_pvalue *v, const char *item)
{
	bool paths = key == IG_P_HIDE || key == IG_P_READ || key == IG_P_WRITE;

	for (size_t i = 0; i < v->list_n; i++) {
		size_t n = strlen(v->list[i]);

		if (!strcmp(v->list[i], item) ||
		    (paths && !strncmp(v->list[i], item, n) && item[n] == '/'))
			return true;
	}
	return false;
}

static bool all_covered(enum ig_pkey key, const struct ig_pvalue *by, const struct ig_pvalue *of)
{
	for (size_t i = 0; i < of->list_n; i++)
		if (!covered(key, by, of->list[i]))
			return false;
	return true;
}

/* Wider: it lets through what b does not, whatever else it closes. */
static int cmp_lists(enum ig_pkey key, const struct ig_pvalue *a, const struct ig_pvalue *b)
{
	bool opens = !all_covered(key, b, a), closes = !all_covered(key, a, b);

	if (ig_policy_keys[key].wider < 0) {
		bool more = opens;

		opens = closes;
		closes = more;
	}
	return opens ? 1 : closes ? -1 : 0;
}

/* How wide a choice or a text is; more is wider. */
static int rank(enum ig_pkey key, const struct ig_pvalue *v)
{
	if (key == IG_P_USER) /* root, or the group of root */
		return (!strncmp(v->text, "0:", 2)) * 2 + !strcmp(strchr(v->text, ':'), ":0");
	if (key == IG_P_ISOLATION) /* of any other nothing is known */
		return !strcmp(v->text, "runsc") ? 0 : !strcmp(v->text, "runc") ? 1 : 2;
	if (key == IG_P_SPAWN) /* a list stands between deny and allow */
		return !v->text ? 1 : !strcmp(v->text, "deny") ? 0 : 2;
	if (ig_policy_keys[key].choices)
		return choice_index(ig_policy_keys[key].choices, v->text) *
		       ig_policy_keys[key].wider;
	return 0;
}

static int three_way(double a, double b)
{
	return (a > b) - (a < b);
}

int ig_pvalue_cmp(enum ig_pkey key, const struct ig_pvalue *a, const struct ig_pvalue *b)
{
	switch (ig_policy_keys[key].type) {
	case IG_PT_SIZE:
	case IG_PT_DURATION:
	case IG_PT_NUMBER:
		return three_way((double)a->num, (double)b->num) * ig_policy_keys[key].wider;
	case IG_PT_DECIMAL:
		return three_way(a->dec, b->dec) * ig_policy_keys[key].wider;
	case IG_PT_LIST:
		return cmp_lists(key, a, b);
	case IG_PT_CHOICE_OR_LIST:
		if (!a->text && !b->text)
			return cmp_lists(key, a, b);
		return three_way(rank(key, a), rank(key, b));
	case IG_PT_CHOICE:
	case IG_PT_TEXT:
		return three_way(rank(key, a), rank(key, b));
	}
	return 0;
}

bool ig_pvalue_same(enum ig_pkey key, const struct ig_pvalue *a, const struct ig_pvalue *b)
{
	ig_auto_free char *x = ig_pvalue_text(key, a), *y = ig_pvalue_text(key, b);

	return !strcmp(x, y);
}
