#include "config.h"
#include "core/preflight/rules.h"

#include <string.h>

#define R(name, id_, cap_, sev_, title_, why_, policy_)                                            \
	{.id = (id_), .capability = IG_CAP_##cap_, .severity = IG_SEV_##sev_, .title = (title_),   \
	    .why = (why_), .policy = (policy_)},
const struct ig_rule ig_rules[] = {IG_RULES(R)};
#undef R
const size_t ig_rules_n = IG_COUNT(ig_rules);

static const char *const severity_names[IG_SEV_N] = {
    [IG_SEV_INFO] = "info",
    [IG_SEV_LOW] = "low",
    [IG_SEV_MEDIUM] = "medium",
    [IG_SEV_HIGH] = "high",
    [IG_SEV_CRITICAL] = "critical",
};

static const char *const capability_names[IG_CAP_N] = {
    [IG_CAP_EXEC] = "exec",
    [IG_CAP_EVAL] = "eval",
    [IG_CAP_NET] = "net",
    [IG_CAP_ENV] = "env",
    [IG_CAP_SECRET_FILE] = "secret-file",
    [IG_CAP_WRITE_OUT] = "write-out",
    [IG_CAP_DOWNLOAD_EXEC] = "download-exec",
    [IG_CAP_NATIVE] = "native",
    [IG_CAP_WORKER] = "worker",
    [IG_CAP_INSTALL_HOOK] = "install-hook",
    [IG_CAP_MANIFEST] = "manifest",
    [IG_CAP_UNICODE] = "unicode",
    [IG_CAP_OBFUSCATION] = "obfuscation",
    [IG_CAP_CAPACITY] = "capacity",
    [IG_CAP_GAP] = "gap",
};

const char *ig_severity_name(enum ig_severity s)
{
	return s < IG_SEV_N ? severity_names[s] : "unknown";
}

const char *ig_confidence_name(enum ig_confidence c)
{
	static const char *const names[] = {"possible", "likely", "certain"};

	return c < IG_COUNT(names) ? names[c] : "unknown";
}

const char *ig_capability_name(enum ig_capability c)
{
	return c < IG_CAP_N ? capability_names[c] : "unknown";
}

int ig_severity_find(const char *name, enum ig_severity *ret)
{
	for (size_t i = 0; i < IG_SEV_N; i++) {
		if (strcmp(name, severity_names[i]) == 0) {
			*ret = (enum ig_severity)i;
			return 0;
		}
	}
	return -1;
}

const struct ig_rule *ig_rule_find(const char *id)
{
	for (size_t i = 0; i < ig_rules_n; i++)
		if (strcmp(ig_rules[i].id, id) == 0)
			return &ig_rules[i];
	return NULL;
}
