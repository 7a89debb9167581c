#include "config.h"
#include "tui/term/guard.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/base/mem.h"

/*
 * Cancel what was half sent; sync output, mouse, paste and focus reports off; cursor keys, colours,
 * character set normal; cursor to the bottom (where there is no second screen); leave the second
 * screen; cursor visible; keypad normal.
 */
static const char reset[] = "\030\033[?2026l\033[?1000l\033[?1002l\033[?1006l\033[?2004l\033[?1004l"
                            "\033[?1l\033[0m\017\033[999;1H\033[?1049l\033[?25h\033>";

static const int fatal[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
static const int polite[] = {SIGTERM, SIGINT, SIGHUP};
enum {
	FATAL = 5,
	POLITE = 3,
	STACK = 65536,
	AGAIN_MS = 1000, /* a closed window sends SIGHUP twice in a row; that is one wish */
};

/*
 * A signal handler gets no pointer of ours: this is the one place with state of the process.
 */
static struct {
	volatile sig_atomic_t active, asked;
	volatile int tty, wake;
	pid_t pid;
	struct termios saved;
	struct timespec asked_at;
	struct sigaction old[FATAL + POLITE];
	void *stack;
	bool armed, at_exit;
} guard = {.tty = -1, .wake = -1};

static void put_back(void)
{
	if (!guard.active || getpid() != guard.pid)
		return;
	guard.active = 0;
	if (write(guard.tty, reset, sizeof(reset) - 1) < 0)
		errno =
		    0; /* a terminal that takes no bytes: its settings are put back all the same */
	tcsetattr(guard.tty, TCSANOW, &guard.saved);
}

static void die(int signo)
{
	struct sigaction dfl = {.sa_handler = SIG_DFL};

	sigaction(signo, &dfl, NULL);
	raise(signo);
}

static void on_fatal(int signo)
{
	put_back();
	die(signo);
}

static bool asked_long_ago(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - guard.asked_at.tv_sec) * 1000 +
	           (now.tv_nsec - guard.asked_at.tv_nsec) / 1000000 >=
	       AGAIN_MS;
}

static void on_polite(int signo)
{
	uint64_t one = 1;
	int saved_errno = errno;

	if (getpid() != guard.pid || (guard.asked && asked_long_ago())) {
		put_back();
		die(signo);
		return;
	}
	if (!guard.asked)
		clock_gettime(CLOCK_MONOTONIC, &guard.asked_at);
	guard.asked = signo;
	if (write(guard.wake, &one, sizeof(one)) < 0)
		errno = 0; /* full already: the loop will wake */
	errno = saved_errno;
}

static void catch (int signo, void (*fn)(int), struct sigaction *old)
{
	struct sigaction sa = {.sa_handler = fn, .sa_flags = SA_ONSTACK | SA_NODEFER | SA_RESTART};

	sigemptyset(&sa.sa_mask);
	sigaction(signo, &sa, old);
}

void ig_guard_arm(int tty, const struct termios *saved, int wake)
{
	stack_t stack = {.ss_size = STACK};

	guard.tty = tty;
	guard.wake = wake;
	guard.saved = *saved;
	guard.pid = getpid();
	guard.asked = 0;
	if (!guard.stack)
		guard.stack = ig_malloc(STACK);
	stack.ss_sp = guard.stack;
	sigaltstack(&stack, NULL); /* a stack overflow still finds room for its handler */
	for (int i = 0; i < FATAL; i++)
		catch (fatal[i], on_fatal, &guard.old[i]);
	for (int i = 0; i < POLITE; i++)
		catch (polite[i], on_polite, &guard.old[FATAL + i]);
	if (!guard.at_exit)
		guard.at_exit = atexit(put_back) == 0;
	guard.armed = true;
}

void ig_guard_active(bool active)
{
	guard.active = active;
}

int ig_guard_signal(void)
{
	return guard.asked;
}

void ig_guard_disarm(void)
{
	stack_t none = {.ss_flags = SS_DISABLE};

	if (!guard.armed)
		return;
	guard.active = 0;
	guard.armed = false;
	for (int i = 0; i < FATAL; i++)
		sigaction(fatal[i], &guard.old[i], NULL);
	for (int i = 0; i < POLITE; i++)
		sigaction(polite[i], &guard.old[FATAL + i], NULL);
	sigaltstack(&none, NULL);
	free(guard.stack);
	guard.stack = NULL;
}
