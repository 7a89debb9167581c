/*
 * The one table of keys. Look-up, hint bar, `?` help, --help-keys and the man page read it, so
 * that what is shown is what works. Adding a key is adding a row.
 *
 * KEY(context, key, alt, action, label, help, priority, flags)
 *   key, alt  key numbers (event.h); 0: none. The first is the one that is shown.
 *   action    IG_ACT_<action>, unique in the table
 *   label     for the hint bar; NULL: never there
 *   help      one line, no full stop
 *   priority  1 first; the hint bar takes entries until the width is full
 *   flags     IG_KF_*
 * Rules, tested: h j k l g G n N / ? : q Esc are bound in LIST and GLOBAL only (a question,
 * which takes every key, may use n); a key is bound once per context; a destructive action is
 * a capital letter and asks first.
 */
#ifndef IG_TERM_KEYS_H
#define IG_TERM_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/term/event.h"

enum {
	IG_KF_CONFIRM = 1, /* ends or changes something: the view asks before it acts */
	IG_KF_DIGIT = 2,   /* any digit; the row's key is '1' and stands for all */
	IG_KF_WIDE = 4,	   /* in the hint bar only from 100 columns */
};

/* CONTEXT(id, name) */
#define IG_KEY_CONTEXTS(CONTEXT)                                                                   \
	CONTEXT(GLOBAL, "Everywhere")                                                              \
	CONTEXT(LIST, "Lists and text")                                                            \
	CONTEXT(SERVICES, "Services")                                                              \
	CONTEXT(FINDINGS, "Findings")                                                              \
	CONTEXT(SOURCE, "Evidence")                                                                \
	CONTEXT(POLICY, "Policy")                                                                  \
	CONTEXT(LAUNCH, "Launch")                                                                  \
	CONTEXT(LIVE, "Live")                                                                      \
	CONTEXT(CONFIRM, "Questions")

/* clang-format off */
#define IG_KEYS(KEY)                                                                               \
	KEY(GLOBAL, ']', 0, STAGE_NEXT, "stage", "next stage", 6, 0)                               \
	KEY(GLOBAL, '[', 0, STAGE_PREV, NULL, "previous stage", 0, 0)                              \
	KEY(GLOBAL, '1', 0, STAGE_GO, NULL, "go to the stage with that number", 0, IG_KF_DIGIT)    \
	KEY(GLOBAL, IG_K_TAB, 0, PANE_NEXT, "pane", "next pane", 7, IG_KF_WIDE)                    \
	KEY(GLOBAL, IG_K_BACKTAB, 0, PANE_PREV, NULL, "previous pane", 0, 0)                       \
	KEY(GLOBAL, '+', '=', LAYOUT_GROW, NULL,                                                   \
	    "more room for this pane: normal, half, full", 0, 0)                                   \
	KEY(GLOBAL, '_', '-', LAYOUT_SHRINK, NULL, "less room for this pane", 0, 0)                \
	KEY(GLOBAL, IG_K_ESC, 0, UP_LEVEL, NULL, "up: leave a pane, a search or a question", 0, 0) \
	KEY(GLOBAL, 'q', 0, BACK, "back", "back; at the top: quit", 8, IG_KF_WIDE)                 \
	KEY(GLOBAL, 'Q', 0, QUIT, NULL, "quit (asks while a service runs)", 0, IG_KF_CONFIRM)      \
	KEY(GLOBAL, '?', IG_K_F1, HELP, "keys", "these keys; type to narrow", 2, 0)                \
	KEY(GLOBAL, 'm', 0, MOUSE, NULL, "mouse on or off (off: the terminal selects text)", 0, 0) \
	KEY(GLOBAL, IG_CTRL('L'), 0, REDRAW, NULL, "draw the screen again", 0, 0)                  \
	KEY(GLOBAL, IG_CTRL('Z'), 0, SUSPEND, NULL,                                                \
	    "stop the program, the shell comes back", 0, 0)                                        \
	KEY(LIST, 'j', IG_K_DOWN, DOWN, NULL, "down", 0, 0)                                        \
	KEY(LIST, 'k', IG_K_UP, UP, NULL, "up", 0, 0)                                              \
	KEY(LIST, 'h', IG_K_LEFT, LEFT, NULL, "scroll to the left", 0, 0)                          \
	KEY(LIST, 'l', IG_K_RIGHT, RIGHT, NULL, "scroll to the right", 0, 0)                       \
	KEY(LIST, 'g', IG_K_HOME, FIRST, NULL, "first line", 0, 0)                                 \
	KEY(LIST, 'G', IG_K_END, LAST, NULL, "last line", 0, 0)                                    \
	KEY(LIST, IG_CTRL('D'), 0, HALF_DOWN, NULL, "half a page down", 0, 0)                      \
	KEY(LIST, IG_CTRL('U'), 0, HALF_UP, NULL, "half a page up", 0, 0)                          \
	KEY(LIST, IG_K_PGDN, IG_CTRL('F'), PAGE_DOWN, NULL, "a page down", 0, 0)                   \
	KEY(LIST, IG_K_PGUP, IG_CTRL('B'), PAGE_UP, NULL, "a page up", 0, 0)                       \
	KEY(LIST, '/', 0, FIND, "find", "find text, ignoring case", 4, 0)                          \
	KEY(LIST, 'n', 0, FIND_NEXT, NULL, "next match", 0, 0)                                     \
	KEY(LIST, 'N', 0, FIND_PREV, NULL, "previous match", 0, 0)                                 \
	KEY(SERVICES, IG_K_ENTER, 0, SERVICE_OPEN, "open",                                         \
	    "open the service: read its findings", 1, 0)                                           \
	KEY(SERVICES, 'r', 0, SERVICES_RESCAN, "rescan", "look for services again", 3, 0)          \
	KEY(SERVICES, 'a', 0, SERVICES_AUDIT, "read all", "read every service of the list", 4, 0)  \
	KEY(FINDINGS, IG_K_ENTER, 'e', FINDING_OPEN, "evidence",                                   \
	    "read the source at the finding", 1, 0)                                                \
	KEY(FINDINGS, 's', 0, FINDINGS_SORT, "sort", "sort by severity, file or rule", 3, 0)       \
	KEY(FINDINGS, 'r', 0, FINDINGS_RESCAN, "rescan", "read the service again", 5, IG_KF_WIDE)  \
	KEY(SOURCE, 'w', 0, SOURCE_WRAP, "wrap", "wrap long lines", 3, 0)                          \
	KEY(POLICY, IG_K_ENTER, 'e', POLICY_EDIT, "edit", "change the value, for this sitting", 1, \
	    0)                                                                                     \
	KEY(POLICY, 'w', 0, POLICY_SAVE, "save",                                                   \
	    "save the policy to a file: shows what changes and asks", 2, 0)                        \
	KEY(POLICY, 'd', 0, POLICY_DIFF, "diff",                                                   \
	    "what differs from the base and from the file on disk", 3, 0)                          \
	KEY(POLICY, 'u', 0, POLICY_UNDO, "undo", "undo the last change", 3, 0)                     \
	KEY(POLICY, 'U', IG_CTRL('R'), POLICY_REDO, NULL, "do what was undone again", 0, 0)        \
	KEY(POLICY, 'o', 0, POLICY_EDITOR, "$EDITOR",                                              \
	    "open the file in $VISUAL or $EDITOR, then read it again", 5, 0)                       \
	KEY(POLICY, 'r', 0, POLICY_RELOAD, "reread",                                               \
	    "read the file again; edits of this sitting stay", 6, IG_KF_WIDE)                      \
	KEY(LAUNCH, IG_K_ENTER, 0, LAUNCH_START, "start",                                          \
	    "start the service, contained as shown", 1, 0)                                         \
	KEY(LAUNCH, 'D', 'd', LAUNCH_FORM, "form",                                                 \
	    "show it as a docker command, as JSON, or the seccomp profile", 3, 0)                  \
	KEY(LIVE, ' ', 0, LIVE_FREEZE, "freeze", "freeze the display; the run goes on", 1, 0)      \
	KEY(LIVE, 'F', 0, LIVE_FOLLOW, "follow", "follow the end of the log", 3, 0)                \
	KEY(LIVE, 'w', 0, LIVE_WRAP, "wrap", "wrap long lines", 5, 0)                              \
	KEY(LIVE, 'T', 0, LIVE_TIMES, "times", "show when each line came", 6, IG_KF_WIDE)          \
	KEY(LIVE, 'b', 0, LIVE_GRAPH, "graph",                                                     \
	    "graphs of braille, blocks or ASCII", 7, IG_KF_WIDE)                                   \
	KEY(LIVE, 'K', 0, LIVE_STOP, "stop",                                                       \
	    "stop the service: SIGTERM, then SIGKILL", 2, IG_KF_CONFIRM)                           \
	KEY(LIVE, 'X', 0, LIVE_KILL, "kill", "kill the service at once", 6, IG_KF_CONFIRM)         \
	KEY(CONFIRM, 'y', 'Y', CONFIRM_YES, "yes", "yes", 1, 0)                                    \
	KEY(CONFIRM, 'n', 'N', CONFIRM_NO, "no", "no (Esc and q too)", 2, 0)
/* clang-format on */

enum ig_context {
#define CONTEXT(id, name) IG_CTX_##id,
	IG_KEY_CONTEXTS(CONTEXT)
#undef CONTEXT
	IG_CTX_N
};
/* What the user wants. IG_ACT_NONE: the key means nothing here. */
enum ig_action {
	IG_ACT_NONE,
#define KEY(context, key, alt, action, ...) IG_ACT_##action,
	IG_KEYS(KEY)
#undef KEY
	IG_ACT_N
};

struct ig_key_row {
	enum ig_context context;
	uint32_t key, alt;
	enum ig_action action;
	const char *action_name; /* "LIVE_STOP" */
	const char *label, *help;
	uint8_t priority, flags;
};
/* All rows in table order. */
const struct ig_key_row *ig_key_rows(size_t *ret_n);
const struct ig_key_row *ig_key_row(enum ig_action action); /* NULL for NONE */
const char *ig_context_name(enum ig_context c);

/*
 * The contexts that are in force, innermost first: {LIVE, LIST, GLOBAL}. The first that knows the
 * key wins. `digit` (NULL allowed) gets 0-9 for a row with IG_KF_DIGIT.
 */
struct ig_contexts {
	enum ig_context v[4];
	size_t n;
};
#define IG_CONTEXTS(...)                                                                           \
	((struct ig_contexts){{__VA_ARGS__},                                                       \
	    sizeof((enum ig_context[]){__VA_ARGS__}) / sizeof(enum ig_context)})
enum ig_action ig_key_action(const struct ig_contexts *in, uint32_t key, int *digit);

/*
 * The rows of the hint bar for these contexts in order of priority, those that fit into `width`
 * columns (each takes name, blank, label and two blanks). Returns how many were put into ret.
 */
size_t ig_key_hints(
    const struct ig_contexts *in, int width, const struct ig_key_row **ret, size_t max);
/* "key" or "key/alt" as shown in help: "Enter, e". Returns ret. */
const char *ig_key_row_keys(const struct ig_key_row *r, char ret[72]);
/* The whole table as text, one section per context, for --help-keys. */
struct ig_buf;
void ig_keys_print(struct ig_buf *out);

#endif
