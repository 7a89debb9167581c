/*
 * Policies: what a service will be allowed, where each value came from, and what the
 * service asked for. One table of keys (ig_policy_keys) drives the loader, the checks, the
 * effective view, the editor form, JSON, the man page and the tests.
 *
 * Layers, lowest first: built-in audit defaults < shipped policy < reviewer's policy < edits
 * in this sitting < command line. The service's own files are a request and no layer: they are
 * shown, never applied, but for values that are stricter than the grant.
 */
#ifndef IG_POLICY_POLICY_H
#define IG_POLICY_POLICY_H

#include <jansson.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/service/service.h"

enum ig_pkey {
	IG_P_MEMORY,	 /* resources.memory      size */
	IG_P_CPU,	 /* resources.cpu         decimal */
	IG_P_TIMEOUT,	 /* resources.timeout     duration */
	IG_P_PIDS,	 /* resources.pids        number */
	IG_P_TMP,	 /* resources.tmp         size */
	IG_P_OUTPUT,	 /* resources.output      size */
	IG_P_OPEN_FILES, /* resources.open-files  number */
	IG_P_NET_MODE,	 /* network.mode          none|sink|allow|open */
	IG_P_NET_ALLOW,	 /* network.allow         list of HOST:PORT */
	IG_P_ROOT,	 /* filesystem.root       read-only|writable-copy */
	IG_P_HIDE,	 /* filesystem.hide       list of absolute paths */
	IG_P_READ,	 /* filesystem.read       list of absolute paths */
	IG_P_WRITE,	 /* filesystem.write      list of absolute paths */
	IG_P_USER,	 /* process.user          UID:GID */
	IG_P_SPAWN,	 /* process.spawn         deny|allow|list of executables */
	IG_P_BASELINE,	 /* seccomp.baseline      name */
	IG_P_SC_ALLOW,	 /* seccomp.allow         list of syscalls */
	IG_P_SC_DENY,	 /* seccomp.deny          list of syscalls */
	IG_P_ON_DENY,	 /* seccomp.on-deny       errno|kill */
	IG_P_ISOLATION,	 /* isolation             runc|runsc|any runtime of the engine */
	IG_P_N
};

enum ig_ptype { IG_PT_SIZE, IG_PT_DURATION, IG_PT_DECIMAL, IG_PT_NUMBER, IG_PT_CHOICE, IG_PT_TEXT, IG_PT_LIST,
	IG_PT_CHOICE_OR_LIST };

struct ig_pkey_info {
	enum ig_pkey key;
	const char *path;	 /* "resources.memory" */
	enum ig_ptype type;
	double min, max;	 /* of numbers, in the unit of the value (bytes, ms, CPUs); of lists: items */
	const char *choices;	 /* "none|sink|allow|open", or NULL */
	const char *fallback;	 /* the built-in audit default, as text: "64M" */
	const char *normal;	 /* what the "normal" base says instead, or NULL */
	const char *enforced_by; /* "HostConfig.Memory, MemorySwap" */
	/* Which direction is wider: +1 a larger number, or a later choice; list: more items. -1: less. 0: none */
	int wider;
	const char *option;	 /* the command line's name of it: "--memory", or NULL */
	const char *help;	 /* one sentence */
	/* What the type cannot say about a text or an item of a list; NULL: nothing more. */
	int (*check)(const char *s, ig_err **err);
};
extern const struct ig_pkey_info ig_policy_keys[IG_P_N];

enum ig_layer { IG_LAYER_BUILTIN, IG_LAYER_SHIPPED, IG_LAYER_REVIEWER, IG_LAYER_EDIT, IG_LAYER_CLI,
	IG_LAYER_SERVICE /* made stricter by the service itself */ };
const char *ig_layer_name(enum ig_layer l); /* "built-in", "shipped policy", ... */

struct ig_pvalue {
	bool set;
	uint64_t num;	/* size: bytes; duration: ms; number */
	double dec;	/* decimal */
	char *text;	/* choice, text */
	char **list;	/* list; with CHOICE_OR_LIST, text is NULL when the list is meant */
	size_t list_n;
	enum ig_layer source;
	char *file;	/* NULL for built-in and command line */
	unsigned line;	/* 0: none */
	unsigned column;
};

struct ig_policy {
	char *name;		       /* "audit", or what the topmost file is called */
	struct ig_pvalue v[IG_P_N];    /* effective; all set */
	struct ig_pvalue base[IG_P_N]; /* the built-in audit default of each, for "tighter/wider" */
	struct ig_pvalue asked[IG_P_N]; /* the service's request; set only where it asked */
	struct ig_policy_note *note;   /* what the service's files said that cannot be a key, etc. */
	size_t note_n, note_cap;
};
struct ig_policy_note {
	char *text, *file;
	unsigned line;
};

/* The built-in audit default ("audit") or the --normal base ("normal"). */
struct ig_policy *ig_policy_new(const char *base, ig_err **err);
struct ig_policy *ig_policy_copy(const struct ig_policy *p);
void ig_policy_free(struct ig_policy *p);

/*
 * Applies a policy file with its extends chain (by name: the reviewer's folder
 * $XDG_CONFIG_HOME/ignite-tui/policies, then the shipped ones; loops refused). A reviewer's file
 * may extend the shipped one of its own name. `spec` is a path (has a '/' or ends in .yaml) or a
 * name. All problems are collected, file by file and by position: when any is found, -1, p is
 * unchanged, the first in err and every one, "FILE:LINE:COL: message" a line, in *ret_all if that
 * is not NULL.
 */
int ig_policy_apply(struct ig_policy *p, const char *spec, struct ig_buf *ret_all, ig_err **err);
/* Sets one key from text as the command line or the form gives it: ("resources.memory", "128M").
 * A list is "a, b" or "[a, b]"; "[]" is the empty one. Rules between keys: ig_policy_check(). */
int ig_policy_set(struct ig_policy *p, enum ig_pkey key, const char *text, enum ig_layer layer,
    ig_err **err);
/*
 * Reads what the service asks (service.yaml's memoryMb..., ignite.policy.yaml, older keys) into
 * asked[] and lets it make itself stricter than the layers up to the reviewer's policy; edits and
 * the command line stand. Settles seccomp.baseline by the service's runtime where nobody chose. A
 * malformed request is -1: the reviewer must see it. So is a policy that was applied from inside
 * the service's folder: nobody grants himself anything.
 */
int ig_policy_request(struct ig_policy *p, const struct ig_service *s, ig_err **err);
/* The rules between keys, after the last change: an allow list without mode allow and the like. */
int ig_policy_check(const struct ig_policy *p, ig_err **err);

/* "6M to 1024G", "none | sink | allow | open", or what kind of thing it is. The caller frees. */
char *ig_pkey_bounds(enum ig_pkey key);
/* The key of a path, or IG_P_N. */
enum ig_pkey ig_pkey_find(const char *path);
/*
 * <0: a is tighter than b, >0: wider, 0: neither. Where both have something the other has not (two
 * lists), or nothing is known of a (an unheard-of isolation), it counts as wider.
 */
int ig_pvalue_cmp(enum ig_pkey key, const struct ig_pvalue *a, const struct ig_pvalue *b);
bool ig_pvalue_same(enum ig_pkey key, const struct ig_pvalue *a, const struct ig_pvalue *b);
/* "64M", "none", "[/tmp]": what a policy file would say, quoted where YAML needs it. The caller frees. */
char *ig_pvalue_text(enum ig_pkey key, const struct ig_pvalue *v);
/* "built-in", "strict.yaml:12", "--memory". The caller frees. */
char *ig_pvalue_source(enum ig_pkey key, const struct ig_pvalue *v);
/* Was asked for and is wider than what is granted. */
bool ig_policy_not_granted(const struct ig_policy *p, enum ig_pkey key);

/* The ignite-tui/policy/1 object. New reference. */
json_t *ig_policy_json(const struct ig_policy *p);

/* Name and path of each policy that can be named, reviewer's first. The caller frees each and the array. */
struct ig_policy_ref { char *name, *path; bool shipped; };
size_t ig_policy_names(struct ig_policy_ref **ret);

#endif
