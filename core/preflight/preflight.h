/*
 * Preflight: what the code could do, each finding with its evidence.
 *
 * ig_audit_start() reads the folder in locked-down workers and never blocks; the result
 * carries the manifest of the very bytes that were parsed.
 */
#ifndef IG_PREFLIGHT_PREFLIGHT_H
#define IG_PREFLIGHT_PREFLIGHT_H

#include "core/base/buf.h"
#include "core/base/loop.h"
#include "core/service/service.h"
#include "core/service/snapshot.h"

enum ig_severity { IG_SEV_INFO, IG_SEV_LOW, IG_SEV_MEDIUM, IG_SEV_HIGH, IG_SEV_CRITICAL, IG_SEV_N };
enum ig_confidence { IG_CONF_POSSIBLE, IG_CONF_LIKELY, IG_CONF_CERTAIN };
enum ig_capability {
	IG_CAP_EXEC, IG_CAP_EVAL, IG_CAP_NET, IG_CAP_ENV, IG_CAP_SECRET_FILE, IG_CAP_WRITE_OUT,
	IG_CAP_DOWNLOAD_EXEC, IG_CAP_NATIVE, IG_CAP_WORKER, IG_CAP_INSTALL_HOOK, IG_CAP_MANIFEST,
	IG_CAP_UNICODE, IG_CAP_OBFUSCATION, IG_CAP_CAPACITY, IG_CAP_GAP, IG_CAP_N
};
/* "critical", "certain", "secret-file": the words of the JSON contract. */
const char *ig_severity_name(enum ig_severity s);
const char *ig_confidence_name(enum ig_confidence c);
const char *ig_capability_name(enum ig_capability c);
int ig_severity_find(const char *name, enum ig_severity *ret);

struct ig_rule {
	const char *id; /* "exec-call" */
	enum ig_capability capability;
	enum ig_severity severity; /* the usual one; a finding may differ */
	const char *title;  /* "runs a program" */
	const char *why;    /* why it matters, a sentence or two */
	const char *policy; /* what a policy would need to let it work: "process.spawn: allow"; NULL: nothing */
};
extern const struct ig_rule ig_rules[];
extern const size_t ig_rules_n;
const struct ig_rule *ig_rule_find(const char *id);

struct ig_finding {
	const struct ig_rule *rule;
	enum ig_severity severity;
	enum ig_confidence confidence;
	char *file; /* relative to the service; any bytes but NUL */
	unsigned line, column, end_line, end_column; /* 1-based; columns count code points; point at the sink */
	char *excerpt; /* the code itself, raw, at most 400 bytes */
	char *value;   /* what was decoded, raw, or NULL */
	char *message; /* one sentence */
	char *package; /* npm package the file belongs to; "" for first-party code */
};

struct ig_audit_result {
	struct ig_manifest manifest;
	struct ig_finding *finding; /* most severe first, then file, line, column, rule */
	size_t n;
	unsigned by_severity[IG_SEV_N], by_capability[IG_CAP_N];
	unsigned parsed; /* files analysed whole */
	struct ig_tree_skip *skipped; /* files that were not, and why (each is a gap finding too) */
	size_t skipped_n;
	uint64_t duration_ms;
};
void ig_audit_result_free(struct ig_audit_result *r);

struct ig_audit_progress {
	uint64_t files, bytes;		   /* done */
	uint64_t files_total, bytes_total; /* 0 until the walk is over */
};

typedef struct ig_audit ig_audit;
struct ig_audit_events {
	void (*progress)(const struct ig_audit_progress *p, void *user);
	/* Once: a result (the callee's) or an error (the callee's). */
	void (*done)(struct ig_audit_result *r, ig_err *err, void *user);
};
ig_audit *ig_audit_start(ig_loop *loop, const struct ig_service *s,
    const struct ig_audit_events *events, void *user, ig_err **err);
/* Stops at once and frees; no callback after it. Also frees one that is done. NULL is fine. */
void ig_audit_free(ig_audit *a);

/*
 * Reads a file of the audited service for the evidence pane: beneath the folder, at most
 * 16 MiB, and only if its bytes still are those of the manifest (else IG_E_CHANGED).
 */
int ig_audit_source(const struct ig_service *s, const struct ig_audit_result *r, const char *file,
    struct ig_buf *out, ig_err **err);

#endif
