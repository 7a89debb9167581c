#include "config.h"
#include "tui/cli/cli.h"

const struct ig_cli_option ig_cli_options[IG_O_N] = {
#define OPT(id, name, arg, help) {name, arg, help},
    IG_CLI_OPTIONS(OPT)
#undef OPT
};

#define OPTIONS(...) ((const enum ig_cli_opt[]){__VA_ARGS__ __VA_OPT__(, ) IG_O_N})

const enum ig_cli_opt ig_cli_common[] = {
    IG_O_HOST, IG_O_ASCII, IG_O_DEBUG_LOG, IG_O_HELP, IG_O_VERSION, IG_O_N};

const struct ig_cli_command ig_cli_commands[] = {
    {
        .name = "",
        .args = "[DIR]",
        .max = 1,
        .summary = "the workbench on a folder of services (default: the current one)",
        .about = "Opens the workbench: the services at or below DIR, what each could do, what it "
                 "will be allowed, and its contained run.",
        .options = OPTIONS(IG_O_NORMAL, IG_O_POLICY, IG_O_COLOR, IG_O_GRAPH, IG_O_NO_MOUSE),
        .run = ig_cli_workbench,
    },
    {
        .name = "audit",
        .args = "SERVICE",
        .min = 1,
        .max = 1,
        .formats = "text|json|sarif",
        .summary = "what the code of a service could do; needs no engine",
        .about = "Reads all files of the folder SERVICE in locked-down processes and lists what "
                 "the code could do, with the place and the reason. Nothing of it is run.",
        .options = OPTIONS(IG_O_FORMAT, IG_O_FAIL_ON),
        .run = ig_cli_audit,
    },
    {
        .name = "run",
        .args = "SERVICE",
        .min = 1,
        .max = 1,
        .rest = true,
        .formats = "text|json",
        .summary = "audit, then a contained run from a sealed snapshot",
        .about = "Audits SERVICE, stops if there are critical or high findings (see --force), "
                 "copies what was audited into a sealed snapshot and starts it in a container "
                 "that may do what the policy grants and nothing else. Arguments after -- are the "
                 "service's. What it prints is shown on stderr as it comes, neutralised; the "
                 "result goes to stdout. SIGINT and SIGTERM stop the service (a second one kills "
                 "it), its container is removed, and the result is printed with status 1. A "
                 "runtime image that is missing is built first.",
        .options = OPTIONS(IG_O_AUDIT, IG_O_NORMAL, IG_O_POLICY, IG_O_MEMORY, IG_O_CPUS,
            IG_O_TIMEOUT, IG_O_PIDS, IG_O_TMP, IG_O_NETWORK, IG_O_ISOLATION, IG_O_INPUT,
            IG_O_FORMAT, IG_O_FORCE),
        .run = ig_cli_run,
    },
    {
        .name = "policy show",
        .args = "SERVICE",
        .min = 1,
        .max = 1,
        .formats = "text|json|request|docker|seccomp",
        .summary = "the policy in effect and where each value comes from",
        .about = "Shows what a run of SERVICE would be allowed, beside what the service asks "
                 "for. The format request is what the engine would be sent, docker a command "
                 "line that asks for the same, seccomp the system call profile in the engine's "
                 "format.",
        .options = OPTIONS(IG_O_AUDIT, IG_O_NORMAL, IG_O_POLICY, IG_O_FORMAT),
        .run = ig_cli_policy_show,
    },
    {
        .name = "policy check",
        .args = "FILE",
        .min = 1,
        .max = 1,
        .summary = "every problem of a policy file, with line and column",
        .about = "Reads one policy file with all it extends. Each problem is printed as "
                 "FILE:LINE:COLUMN: message.",
        .options = OPTIONS(),
        .run = ig_cli_policy_check,
    },
    {
        .name = "policy set",
        .args = "FILE KEY=VALUE...",
        .min = 2,
        .max = 64,
        .summary = "change values of a policy file, keeping its comments",
        .about = "Sets each KEY (see policy keys) of FILE to VALUE, as in resources.memory=128M. "
                 "Comments and order stay; the file is replaced whole or not at all, and only "
                 "by one that is valid.",
        .options = OPTIONS(),
        .run = ig_cli_policy_set,
    },
    {
        .name = "policy diff",
        .args = "A B",
        .min = 2,
        .max = 2,
        .summary = "what policy B grants more or less than policy A",
        .about = "Compares two policies, each a file or a name, value by value in effect. The "
                 "status is 1 if B is wider than A anywhere.",
        .options = OPTIONS(),
        .run = ig_cli_policy_diff,
    },
    {
        .name = "policy init",
        .args = "NAME",
        .min = 1,
        .max = 1,
        .summary = "write a new policy with every key explained",
        .about = "Writes a policy with the audit defaults and a comment on each key: NAME in the "
                 "reviewer's folder of policies, or the file NAME if it has a '/' or ends in "
                 ".yaml. It must not exist yet.",
        .options = OPTIONS(),
        .run = ig_cli_policy_init,
    },
    {
        .name = "policy keys",
        .args = "",
        .summary = "the keys of a policy file, their values and defaults",
        .about = "Lists every key with what it may hold, its audit default, and what enforces it.",
        .options = OPTIONS(),
        .run = ig_cli_policy_keys,
    },
    {
        .name = "doctor",
        .args = "",
        .summary = "what this host can enforce and observe, line by line",
        .about = "Checks the engine and the kernel. The status is 3 if a contained run is not "
                 "possible here.",
        .options = OPTIONS(),
        .run = ig_cli_doctor,
    },
    {
        .name = "images",
        .args = "",
        .summary = "the runtime images and their digests",
        .about = "Lists the runtimes that a service may name and whether the engine has their "
                 "images.",
        .options = OPTIONS(),
        .run = ig_cli_images,
    },
    {
        .name = "images build",
        .args = "RUNTIME",
        .min = 1,
        .max = 1,
        .summary = "make the image of a runtime, as in node@20",
        .about = "Makes the image from the pinned executable in the npm cache "
                 "($IGNITE_TUI_NPM_CACHE) and the shared libraries of this host. It holds no "
                 "shell and no package manager.",
        .options = OPTIONS(),
        .run = ig_cli_images_build,
    },
    {
        .name = "clean",
        .args = "",
        .summary = "remove containers that earlier runs left behind",
        .about = "Removes the containers, known by their label, whose run has ended without "
                 "removing them, and the sealed snapshots that no run is using.",
        .options = OPTIONS(IG_O_ALL),
        .run = ig_cli_clean,
    },
    {
        .name = "rules",
        .args = "[ID]",
        .max = 1,
        .summary = "the rules of the audit, or one of them in full",
        .about = "Lists what the audit looks for; with ID, why it matters and what policy would "
                 "let it work.",
        .options = OPTIONS(),
        .run = ig_cli_rules,
    },
};
const size_t ig_cli_commands_n = IG_COUNT(ig_cli_commands);
