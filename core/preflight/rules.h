/* The rules by name, so that code says IG_R_EXEC_CALL and the table stays the one list. */
#ifndef IG_PREFLIGHT_RULES_H
#define IG_PREFLIGHT_RULES_H

#include "core/preflight/preflight.h"

/* NAME, id, capability, severity, title, why, policy */
#define IG_RULES(R)                                                                                \
	R(EXEC_IMPORT, "exec-import", EXEC, LOW, "can run programs",                               \
	    "The code loads child_process. Whatever it starts runs with the service's rights.",    \
	    "process.spawn: allow")                                                                \
	R(EXEC_CALL, "exec-call", EXEC, MEDIUM, "runs a program",                                  \
	    "A program that the service starts is outside of what this reader sees.",              \
	    "process.spawn: allow")                                                                \
	R(EXEC_HIDDEN, "exec-hidden", EXEC, HIGH, "runs a program through a hidden name",          \
	    "The name of the function or module is assembled or decoded at run time. Honest code " \
	    "has no reason to hide that it starts a program.",                                     \
	    "process.spawn: allow")                                                                \
	R(EXEC_SHELL_BAD, "exec-dangerous", EXEC, CRITICAL, "runs a dangerous command",            \
	    "The command downloads and runs code, opens a reverse shell, destroys files or hides " \
	    "what it does.",                                                                       \
	    NULL)                                                                                  \
	R(EVAL_CALL, "eval-call", EVAL, MEDIUM, "runs text as code",                               \
	    "Code that is made at run time cannot be reviewed before it runs.", NULL)              \
	R(EVAL_HIDDEN, "eval-hidden", EVAL, HIGH, "runs text as code through a hidden name",       \
	    "eval or Function is reached by an assembled name or a constructor chain.", NULL)      \
	R(EVAL_DECODED, "eval-decoded", EVAL, HIGH, "decodes text and runs it",                    \
	    "Code is shipped in a form that cannot be read and is run after it was decoded.",      \
	    NULL)                                                                                  \
	R(EVAL_REMOTE, "eval-remote", EVAL, CRITICAL, "runs code from the network",                \
	    "Whoever controls the other end decides what the service does.", NULL)                 \
	R(LOAD_COMPUTED, "load-computed", EVAL, LOW, "loads a module computed at run time",        \
	    "Which code is loaded cannot be told before it runs.", NULL)                           \
	R(LOAD_HIDDEN, "load-hidden", EVAL, HIGH, "loads a module through a hidden name",          \
	    "The name of a module that gives power over the host is assembled or decoded.", NULL)  \
	R(LOADER_PATCH, "loader-patch", EVAL, MEDIUM, "changes how modules are loaded",            \
	    "Code that other modules load can be replaced from here.", NULL)                       \
	R(NET_IMPORT, "net-import", NET, INFO, "can use the network",                              \
	    "The code loads a network module.", "network.mode: open")                              \
	R(NET_CALL, "net-call", NET, LOW, "talks to the network",                                  \
	    "Data can leave, or code can arrive.", "network.mode: open")                           \
	R(NET_LISTEN, "net-listen", NET, INFO, "listens for connections",                          \
	    "The service is a server.", "network.mode: open")                                      \
	R(NET_SUSPECT, "net-suspect-host", NET, MEDIUM, "talks to a suspect host",                 \
	    "Bare addresses, chat webhooks, paste sites, request bins, tunnels and metadata "      \
	    "services are where stolen data goes and second stages come from.",                    \
	    "network.mode: open")                                                                  \
	R(NET_HIDDEN, "net-hidden", NET, HIGH, "talks to the network through a hidden name",       \
	    "The function, module or host is assembled or decoded at run time.",                   \
	    "network.mode: open")                                                                  \
	R(NET_EXFIL, "net-exfiltration", NET, CRITICAL, "sends secrets out",                       \
	    "What was read from secret files, or the whole environment, reaches a network call.",  \
	    NULL)                                                                                  \
	R(ENV_READ, "env-read", ENV, INFO, "reads an environment variable",                        \
	    "Settings come from the environment; so do secrets.", NULL)                            \
	R(ENV_SECRET, "env-secret", ENV, LOW, "reads a secret from the environment",               \
	    "The variable's name says that it holds a credential.", NULL)                          \
	R(ENV_ALL, "env-all", ENV, MEDIUM, "takes the whole environment",                          \
	    "All variables at once are rarely needed and hold every secret of the process.",       \
	    NULL)                                                                                  \
	R(SECRET_FILE, "secret-file", SECRET_FILE, HIGH, "reads a secret file",                    \
	    "Keys, tokens, wallets and browser stores are not a service's business.",              \
	    "filesystem.read: [PATH]")                                                             \
	R(FS_IMPORT, "fs-import", WRITE_OUT, INFO, "can use the file system",                      \
	    "The code loads a file system module.", NULL)                                          \
	R(WRITE_OUT, "write-out", WRITE_OUT, MEDIUM, "writes outside of its folder",               \
	    "A file beyond the service's own folder is written or removed.", "filesystem.write: [PATH]") \
	R(WRITE_CALL, "write-call", WRITE_OUT, INFO, "writes or removes files",                    \
	    "Files are changed; where cannot always be told.", "filesystem.write: [PATH]")         \
	R(WRITE_PERSIST, "write-persistence", WRITE_OUT, HIGH, "writes where programs are started from", \
	    "Shell start files, authorized_keys, cron and unit folders make code survive the run.", \
	    NULL)                                                                                  \
	R(WRITE_DESTROY, "write-destroy", WRITE_OUT, HIGH, "destroys files",                       \
	    "A whole tree such as the home folder or the root is removed or overwritten.", NULL)   \
	R(DOWNLOAD_EXEC, "download-exec", DOWNLOAD_EXEC, CRITICAL, "downloads and runs a program", \
	    "What runs is decided by another host, after the review.", NULL)                       \
	R(NATIVE_LOAD, "native-load", NATIVE, LOW, "loads native code",                            \
	    "Native code is not read here and is bound by no JavaScript rule.", NULL)              \
	R(NATIVE_BINDING, "native-binding", NATIVE, MEDIUM, "reaches inside the runtime",          \
	    "Internal bindings go around the modules that are watched.", NULL)                     \
	R(NATIVE_FILE, "native-file", NATIVE, LOW, "a compiled program or library",                \
	    "Machine code is shipped with the source.", NULL)                                      \
	R(NATIVE_DISGUISED, "native-disguised", NATIVE, HIGH, "a file that is not what its name says", \
	    "Machine code or an archive under an innocent name is hidden on purpose.", NULL)       \
	R(WORKER_USE, "worker-use", WORKER, LOW, "starts threads or processes of its own",         \
	    "Work is done where the main thread's hooks do not see it.", NULL)                     \
	R(INSTALL_HOOK, "install-hook", INSTALL_HOOK, MEDIUM, "runs something when it is installed", \
	    "Install hooks run before anybody calls the package, with the user's rights.", NULL)   \
	R(INSTALL_HOOK_BAD, "install-hook-dangerous", INSTALL_HOOK, CRITICAL,                      \
	    "runs a dangerous command when it is installed",                                       \
	    "The hook downloads and runs code, hides what it does or destroys files.", NULL)       \
	R(MANIFEST_BAD, "manifest-broken", MANIFEST, LOW, "a manifest that cannot be read",        \
	    "npm may read it in another way than a reviewer.", NULL)                               \
	R(MANIFEST_DUP, "manifest-duplicate-key", MANIFEST, MEDIUM, "a key is given twice",        \
	    "The last one counts for npm; a reviewer may have seen the first.", NULL)              \
	R(MANIFEST_SOURCE, "manifest-source", MANIFEST, MEDIUM,                                    \
	    "a dependency that does not come from the registry",                                   \
	    "Git, http and file specs are not fixed by a published version.", NULL)                \
	R(MANIFEST_BIN, "manifest-bin", MANIFEST, MEDIUM, "a command that hides a system command", \
	    "Whoever calls the system's command in a script gets this one.", NULL)                 \
	R(MANIFEST_ODD, "manifest-odd", MANIFEST, LOW, "an odd manifest",                          \
	    "Absurd versions, a dependency on itself or look-alike names point to confusion "      \
	    "attacks.",                                                                            \
	    NULL)                                                                                  \
	R(LOCK_INTEGRITY, "lock-integrity", MANIFEST, MEDIUM, "a locked package without integrity", \
	    "What is installed cannot be checked against what was locked.", NULL)                  \
	R(LOCK_HOST, "lock-host", MANIFEST, MEDIUM, "a locked package from another host",          \
	    "The tarball does not come from the registry.", NULL)                                  \
	R(UNICODE_BIDI, "unicode-bidi", UNICODE, HIGH, "text that reads in another order",         \
	    "Bidirectional controls make code look different from what runs (CVE-2021-42574).",    \
	    NULL)                                                                                  \
	R(UNICODE_HIDDEN, "unicode-hidden", UNICODE, HIGH, "invisible text",                       \
	    "Runs of invisible characters can carry code that no screen shows.", NULL)             \
	R(UNICODE_HOMOGLYPH, "unicode-homoglyph", UNICODE, MEDIUM, "a name in mixed scripts",      \
	    "Letters of another alphabet make a name look like a known one.", NULL)                \
	R(OFFSCREEN, "code-offscreen", OBFUSCATION, HIGH, "code pushed off the screen",            \
	    "A very long run of blanks before code moves it out of a reviewer's sight.", NULL)     \
	R(OBFUSCATED, "code-obfuscated", OBFUSCATION, MEDIUM, "obfuscated code",                   \
	    "Machine-mangled names and encoded string tables hide what the code does.", NULL)      \
	R(ENCODED_TEXT, "encoded-text", OBFUSCATION, LOW, "decodes text",                          \
	    "Text that is decoded at run time is not seen by a reader.", NULL)                     \
	R(CAPACITY, "capacity", CAPACITY, LOW, "more than it asks for",                            \
	    "The service's own limits do not fit what it brings.", NULL)                           \
	R(GAP_PARSE, "gap-parse", GAP, LOW, "not fully analysed",                                  \
	    "The parser could not make sense of a part; what it does there is not known.", NULL)   \
	R(GAP_SIZE, "gap-size", GAP, MEDIUM, "too large to analyse",                               \
	    "Only its digest and its first bytes were looked at.", NULL)                           \
	R(GAP_DIED, "gap-analysis", GAP, MEDIUM, "not analysed",                                   \
	    "The analysis of this file was ended by a limit. It may have been made for that.",     \
	    NULL)                                                                                  \
	R(GAP_SKIPPED, "gap-skipped", GAP, LOW, "left out",                                        \
	    "It is not a file that can be read; it is not in the snapshot either.", NULL)          \
	R(GAP_MORE, "gap-more", GAP, LOW, "more findings than are listed",                         \
	    "A bound on the number of findings was met.", NULL)

#define R(name, id, cap, sev, title, why, policy) IG_R_##name,
enum ig_rule_index { IG_RULES(R) IG_R_N };
#undef R

#define IG_RULE(name) (&ig_rules[IG_R_##name])

#endif
