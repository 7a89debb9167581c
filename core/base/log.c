#include "config.h"
#include "core/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>

/* The one file-scope variable of core: the log must be reachable from everywhere. */
static int log_fd = -1;

int ig_log_open(const char *path, ig_err **err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return ig_err_sys(err, IG_E_INPUT, errno, "debug log '%s'", path);
	ig_log_close();
	log_fd = fd;
	return 0;
}

void ig_log_close(void)
{
	if (log_fd >= 0)
		close(log_fd);
	log_fd = -1;
}

void ig_log_write(const char *file, int line, const char *fmt, ...)
{
	char buf[2048];
	struct timespec t;
	va_list ap;
	int n, m;
	ssize_t rc;

	if (log_fd < 0)
		return;
	clock_gettime(CLOCK_MONOTONIC, &t);
	n = snprintf(buf, sizeof(buf), "%lld.%06ld [%d] %s:%d: ", (long long)t.tv_sec,
	    t.tv_nsec / 1000, (int)getpid(), file, line);
	if (n < 0 || (size_t)n >= sizeof(buf) - 2)
		return;
	va_start(ap, fmt);
	m = vsnprintf(buf + n, sizeof(buf) - (size_t)n - 1, fmt, ap);
	va_end(ap);
	if (m < 0)
		return;
	n += m;
	if ((size_t)n > sizeof(buf) - 2)
		n = sizeof(buf) - 2;
	for (int i = 0; i < n; i++) /* one entry, one line, no escape sequences in the file */
		if ((unsigned char)buf[i] < 0x20 || buf[i] == 0x7f)
			buf[i] = '?';
	buf[n++] = '\n';
	rc = write(log_fd, buf, (size_t)n); /* a log that cannot be written is not worth a failure */
	(void)rc;
}
