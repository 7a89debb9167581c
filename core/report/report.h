/*
 * What was found and what happened, written for people and for programs.
 *
 * All functions are pure: the same input gives the same bytes. Text is neutralised
 * (core/base/text.h) with the given flags, IG_TEXT_ASCII or 0; JSON is ASCII. Nothing is
 * printed here: all append to `out`.
 */
#ifndef IG_REPORT_REPORT_H
#define IG_REPORT_REPORT_H

#include <jansson.h>

#include "core/base/buf.h"
#include "core/policy/policy.h"
#include "core/preflight/preflight.h"
#include "core/run/run.h"
#include "core/service/service.h"

/* Findings by severity and rule, each with its place, code, decoded value and reason. */
void ig_report_audit_text(const struct ig_service *s, const struct ig_audit_result *r,
    unsigned flags, struct ig_buf *out);
/* One ignite-tui/audit/1 object. */
void ig_report_audit_json(
    const struct ig_service *s, const struct ig_audit_result *r, struct ig_buf *out);
/* A SARIF 2.1.0 log (OASIS Standard, 27 March 2020) of one run. */
void ig_report_audit_sarif(
    const struct ig_service *s, const struct ig_audit_result *r, struct ig_buf *out);
/* The rules, a line each; and one in full. */
void ig_report_rules_text(struct ig_buf *out);
void ig_report_rule_text(const struct ig_rule *rule, struct ig_buf *out);

/* Granted beside asked, each value with its source. `s` may be NULL. */
void ig_report_policy_text(
    const struct ig_service *s, const struct ig_policy *p, unsigned flags, struct ig_buf *out);
/* Every key with its type, bounds, default and what enforces it. */
void ig_report_keys_text(struct ig_buf *out);

struct ig_report_run {
	const struct ig_service *service;
	const struct ig_audit_result *audit;
	const struct ig_policy *policy;
	const struct ig_plan *plan;     /* NULL only if nothing was started */
	const struct ig_run_info *info; /* of a run that has ended */
};
/* What the plan does not do as the policy says, a line each. */
void ig_report_notes_text(const struct ig_plan *p, unsigned flags, struct ig_buf *out);
void ig_report_run_text(const struct ig_report_run *r, unsigned flags, struct ig_buf *out);
/* How an ended run went, in one line without its end: "ended by itself with status 0, after 0.041 s". */
void ig_report_outcome_text(
    const struct ig_run_info *info, const struct ig_plan *plan, struct ig_buf *out);
/* One ignite-tui/run/1 object. The log is kept to its first and last lines (IG_REPORT_LOG_LINES
 * each, IG_REPORT_LOG_TEXT bytes of a line). If nothing was started it has the critical and high
 * findings as well. */
void ig_report_run_json(const struct ig_report_run *r, struct ig_buf *out);
enum { IG_REPORT_LOG_LINES = 500, IG_REPORT_LOG_TEXT = 4096 };
/* 0: exited with 0, nothing denied, no limit hit; 1: otherwise; 3: the engine was lost, the service
 * was never started, or its container could not be removed. */
int ig_report_run_status(const struct ig_run_info *info);

#endif
