/*
 * What the views show and what they may ask for.
 *
 * The model owns the list of services, one session for each service that was opened, and the
 * words of the status line. Views read it while they draw; their handlers call the functions
 * below, which begin work in core and never wait for it. It knows no terminal.
 */
#ifndef IG_VIEWS_MODEL_H
#define IG_VIEWS_MODEL_H

#include "core/session/session.h"
#include "tui/widgets/prompt.h"

/* STAGE(id, name, title); the order is the road of a review. */
#define IG_STAGES(STAGE)                                                                           \
	STAGE(SERVICES, "services", "Services")                                                    \
	STAGE(FINDINGS, "findings", "Findings")                                                    \
	STAGE(POLICY, "policy", "Policy")                                                          \
	STAGE(LAUNCH, "launch", "Launch")                                                          \
	STAGE(LIVE, "live", "Live")
enum ig_stage_id {
#define STAGE(id, name, title) IG_ST_##id,
	IG_STAGES(STAGE)
#undef STAGE
	IG_ST_N
};

struct ig_slot {
	char *path;
	ig_session *session;
	char *policy; /* the file its policy was saved to in this sitting; NULL: as at the start */
};

struct ig_model;
typedef void (*ig_answer_fn)(struct ig_model *m, const char *text, void *user);

/* The editor has ended; err (borrowed) when it could not be run or failed. */
typedef void (*ig_edited_fn)(struct ig_model *m, const ig_err *err, void *user);

struct ig_model {
	ig_loop *loop;
	ig_engine *engine;	  /* NULL: there is none, engine_error says why */
	ig_err *engine_error;
	char *engine_text;	  /* "Docker 20.10.24, API 1.41", NULL until it answered */
	ig_call *engine_call;
	struct ig_session_opts session_opts;
	char *root;
	struct ig_service_list list;
	ig_err *scan_error;
	struct ig_slot *slot;	  /* sessions by path of their service */
	size_t slot_n, slot_cap;
	size_t audit_next;	  /* of the list, while all are being audited; SIZE_MAX: not */
	ig_session *current;	  /* the service that was opened, NULL: none */
	enum ig_stage_id stage;
	enum ig_graph_style graph;
	bool ascii;		  /* the screen has no UTF-8 */
	ig_err *error;		  /* status line: an error with its hint, */
	char *message;		  /* or a message */
	struct ig_confirm confirm;
	struct ig_prompt prompt;
	ig_answer_fn answer;	  /* for whichever of the two is open */
	void *answer_user;
	char *confirm_detail;
	char *want_editor;	  /* a file to be opened in the reviewer's editor; the app does it */
	ig_edited_fn edited;
	void *edited_user;
	bool dirty;		  /* something that is shown has changed */
	bool changed;		  /* the view must look at the model again */
};

/* `opts` is borrowed for the life of the model. */
void ig_model_init(struct ig_model *m, ig_loop *loop, const struct ig_session_opts *opts);
/* Kills what still runs and waits some seconds for it, see ig_session_finish(): outside of callbacks. */
void ig_model_done(struct ig_model *m);

/* Finds the engine and asks who it is; removes what dead processes of ours left there. */
void ig_model_connect(struct ig_model *m, const char *host);
/* Looks for services; those that are gone lose their session unless it runs. */
int ig_model_scan(struct ig_model *m, const char *root, ig_err **err);
void ig_model_rescan(struct ig_model *m);

/* Makes the service current and begins its audit; the error goes to the status line. */
bool ig_model_open(struct ig_model *m, const char *path);
/* The session of the service at `path`, NULL if it was not opened. */
ig_session *ig_model_session(const struct ig_model *m, const char *path);
/* Audits every service of the list, one after the other. */
void ig_model_audit_all(struct ig_model *m);
/* Sessions whose service runs now. */
size_t ig_model_live(const struct ig_model *m);
/* Begins to stop every run. */
void ig_model_stop_all(struct ig_model *m);

/* The status line: a message of ours (may quote untrusted text), or an error, which is taken over. */
void ig_model_say(struct ig_model *m, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void ig_model_fail(struct ig_model *m, ig_err *err);
void ig_model_quiet(struct ig_model *m);

/* Goes to a stage that can be shown now; says why not otherwise. */
bool ig_model_go(struct ig_model *m, enum ig_stage_id stage);

/* A question (title ours, detail copied) or a prompt; fn is called on yes or Enter, never else. */
void ig_model_ask(struct ig_model *m, const char *title, const char *detail, ig_answer_fn fn,
    void *user);
void ig_model_prompt(struct ig_model *m, const char *label, const char *text, ig_answer_fn fn,
    void *user);

/* From the answer of a prompt: it was wrong. The prompt stays, with its text and the error, which is
 * taken over. */
void ig_model_retry(struct ig_model *m, ig_err *err);
/* Asks for the file to be opened in the reviewer's editor; fn is called when that has ended. */
void ig_model_edit_file(struct ig_model *m, const char *path, ig_edited_fn fn, void *user);

/* The policy file or name that the current service's policy was read from; NULL: the base alone. */
const char *ig_model_policy_spec(const struct ig_model *m);
/* It is another file from now on. Copies. */
void ig_model_set_policy_spec(struct ig_model *m, const char *spec);

/* The view has more to do in the next pass of the loop (a search that goes on): its sync is called. */
void ig_model_again(struct ig_model *m);

/* "critical" -> the role and the letter a severity is shown with. */
enum ig_role ig_severity_role(enum ig_severity s);
char ig_severity_letter(enum ig_severity s);

#endif
