/* The table of policy keys. Whatever knows a key by name gets it from here. */
#include "config.h"
#include "core/policy/policy-priv.h"

#include <string.h>

#define KI ((double)1024)
#define MI (1024 * KI)
#define GI (1024 * MI)

/* clang-format off */
const struct ig_pkey_info ig_policy_keys[IG_P_N] = {
	/* 6M is the least the engine takes. */
	[IG_P_MEMORY] = {
	    .key = IG_P_MEMORY, .path = "resources.memory", .type = IG_PT_SIZE,
	    .min = 6 * MI, .max = 1024 * GI, .fallback = "256M", .wider = 1, .option = "--memory",
	    .enforced_by = "HostConfig.Memory, MemorySwap",
	    .help = "The most memory it may have, swap included; past it the kernel kills.",
	},
	[IG_P_CPU] = {
	    .key = IG_P_CPU, .path = "resources.cpu", .type = IG_PT_DECIMAL,
	    .min = 0.01, .max = 1024, .fallback = "1", .wider = 1, .option = "--cpus",
	    .enforced_by = "HostConfig.NanoCpus",
	    .help = "How many processors' time it may use; past it the kernel makes it wait.",
	},
	[IG_P_TIMEOUT] = {
	    .key = IG_P_TIMEOUT, .path = "resources.timeout", .type = IG_PT_DURATION,
	    .min = 100, .max = 86400e3, .fallback = "30s", .wider = 1, .option = "--timeout",
	    .enforced_by = "ignite-tui: SIGTERM, then SIGKILL",
	    .help = "How long it may run, by our own clock.",
	},
	/* node starts 7 threads and 4 more on its first file or DNS work. */
	[IG_P_PIDS] = {
	    .key = IG_P_PIDS, .path = "resources.pids", .type = IG_PT_NUMBER,
	    .min = 1, .max = 32768, .fallback = "64", .wider = 1, .option = "--pids",
	    .enforced_by = "HostConfig.PidsLimit",
	    .help = "The most processes and threads at one time.",
	},
	[IG_P_TMP] = {
	    .key = IG_P_TMP, .path = "resources.tmp", .type = IG_PT_SIZE,
	    .min = 0, .max = 64 * GI, .fallback = "16M", .wider = 1, .option = "--tmp",
	    .enforced_by = "HostConfig.Tmpfs size",
	    .help = "The most it may keep in each writable folder; 0: nothing is writable.",
	},
	[IG_P_OUTPUT] = {
	    .key = IG_P_OUTPUT, .path = "resources.output", .type = IG_PT_SIZE,
	    .min = KI, .max = 64 * GI, .fallback = "16M", .wider = 1,
	    .enforced_by = "ignite-tui: SIGKILL past it",
	    .help = "The most it may print.",
	},
	/* node holds 18 descriptors at start. */
	[IG_P_OPEN_FILES] = {
	    .key = IG_P_OPEN_FILES, .path = "resources.open-files", .type = IG_PT_NUMBER,
	    .min = 16, .max = 1048576, .fallback = "256", .wider = 1,
	    .enforced_by = "HostConfig.Ulimits nofile",
	    .help = "The most files and sockets each process may have open.",
	},
	[IG_P_NET_MODE] = {
	    .key = IG_P_NET_MODE, .path = "network.mode", .type = IG_PT_CHOICE,
	    .choices = "none|sink|allow|open", .fallback = "none", .normal = "open", .wider = 1,
	    .option = "--network",
	    .enforced_by = "HostConfig.NetworkMode, NetworkDisabled",
	    .help = "none; sink: answers lead nowhere; allow: only network.allow; open: all.",
	},
	[IG_P_NET_ALLOW] = {
	    .key = IG_P_NET_ALLOW, .path = "network.allow", .type = IG_PT_LIST,
	    .min = 0, .max = 64, .fallback = "[]", .wider = 1,
	    .enforced_by = "nothing yet: mode allow is refused", .check = ig_check_endpoint,
	    .help = "HOST:PORT it may reach, with network.mode allow.",
	},
	[IG_P_ROOT] = {
	    .key = IG_P_ROOT, .path = "filesystem.root", .type = IG_PT_CHOICE,
	    .choices = "read-only|writable-copy", .fallback = "read-only",
	    .normal = "writable-copy", .wider = 1,
	    .enforced_by = "HostConfig.ReadonlyRootfs, Mounts",
	    .help = "Whether it gets its own folder read-only, or a copy it may change.",
	},
	[IG_P_HIDE] = {
	    .key = IG_P_HIDE, .path = "filesystem.hide", .type = IG_PT_LIST,
	    .min = 0, .max = 64, .fallback = "[]", .wider = -1,
	    .enforced_by = "HostConfig.MaskedPaths", .check = ig_check_path,
	    .help = "Paths that are there for others and empty for it.",
	},
	[IG_P_READ] = {
	    .key = IG_P_READ, .path = "filesystem.read", .type = IG_PT_LIST,
	    .min = 0, .max = 64, .fallback = "[]", .wider = 1,
	    .enforced_by = "nothing yet: a list is refused", .check = ig_check_path,
	    .help = "Paths it may read besides itself and its runtime.",
	},
	[IG_P_WRITE] = {
	    .key = IG_P_WRITE, .path = "filesystem.write", .type = IG_PT_LIST,
	    .min = 0, .max = 16, .fallback = "[/tmp]", .wider = 1,
	    .enforced_by = "HostConfig.Tmpfs", .check = ig_check_path,
	    .help = "Empty folders in memory it may write to, gone when it ends.",
	},
	[IG_P_USER] = {
	    .key = IG_P_USER, .path = "process.user", .type = IG_PT_TEXT,
	    .fallback = "65532:65532", .wider = 1,
	    .enforced_by = "User", .check = ig_check_user,
	    .help = "The user and group it runs as, in numbers; 0 is the container's root.",
	},
	[IG_P_SPAWN] = {
	    .key = IG_P_SPAWN, .path = "process.spawn", .type = IG_PT_CHOICE_OR_LIST,
	    .min = 0, .max = 64, .choices = "deny|allow", .fallback = "deny", .wider = 1,
	    .enforced_by = "seccomp: execve, fork", .check = ig_check_program,
	    .help = "Whether it may start other programs, and which.",
	},
	[IG_P_BASELINE] = {
	    .key = IG_P_BASELINE, .path = "seccomp.baseline", .type = IG_PT_TEXT,
	    .fallback = "node",
	    .enforced_by = "SecurityOpt seccomp", .check = ig_check_name,
	    .help = "The list of system calls to start from; by default that of its runtime.",
	},
	[IG_P_SC_ALLOW] = {
	    .key = IG_P_SC_ALLOW, .path = "seccomp.allow", .type = IG_PT_LIST,
	    .min = 0, .max = 512, .fallback = "[]", .wider = 1,
	    .enforced_by = "SecurityOpt seccomp", .check = ig_check_syscall,
	    .help = "System calls to open besides those of the baseline.",
	},
	[IG_P_SC_DENY] = {
	    .key = IG_P_SC_DENY, .path = "seccomp.deny", .type = IG_PT_LIST,
	    .min = 0, .max = 512, .fallback = "[]", .wider = -1,
	    .enforced_by = "SecurityOpt seccomp", .check = ig_check_syscall,
	    .help = "System calls of the baseline to close.",
	},
	[IG_P_ON_DENY] = {
	    .key = IG_P_ON_DENY, .path = "seccomp.on-deny", .type = IG_PT_CHOICE,
	    .choices = "errno|kill", .fallback = "errno", .wider = -1,
	    .enforced_by = "SecurityOpt seccomp",
	    .help = "What a closed system call does: fail with an error, or kill the process.",
	},
	[IG_P_ISOLATION] = {
	    .key = IG_P_ISOLATION, .path = "isolation", .type = IG_PT_TEXT,
	    .fallback = "runc", .wider = 1, .option = "--isolation",
	    .enforced_by = "HostConfig.Runtime", .check = ig_check_name,
	    .help = "The engine's runtime: runc shares the host's kernel, runsc has its own.",
	},
};
/* clang-format on */

enum ig_pkey ig_pkey_find(const char *path)
{
	unsigned k = 0;

	while (k < IG_P_N && strcmp(ig_policy_keys[k].path, path))
		k++;
	return (enum ig_pkey)k;
}

const char *ig_layer_name(enum ig_layer l)
{
	static const char *const names[] = {
	    [IG_LAYER_BUILTIN] = "built-in",
	    [IG_LAYER_SHIPPED] = "shipped policy",
	    [IG_LAYER_REVIEWER] = "reviewer's policy",
	    [IG_LAYER_EDIT] = "edit",
	    [IG_LAYER_CLI] = "command line",
	    [IG_LAYER_SERVICE] = "service, stricter",
	};

	return names[l];
}
