/*
 * A main() for fuzz targets where there is no libFuzzer: runs the seeds of the target and a
 * fixed number of mutants of each, the same ones every time. A target that fails aborts.
 */
#include "config.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MUTANTS = 400, SEED_MAX = 1 << 20, NOISE_MAX = 4096 };

/* xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift generators", 2016. */
static uint32_t next(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (uint32_t)((*state * UINT64_C(2685821657736338717)) >> 32);
}

/* Changes, removes or doubles a few bytes in place; the buffer has room for 16 more. */
static size_t mutate(uint8_t *p, size_t n, uint64_t *state)
{
	static const uint8_t special[] = {0, 0xff, 0x7f, 0x80, '\n', '"', '{', '[', 0x1b, ' ', '9'};

	for (uint32_t changes = 1 + next(state) % 8; changes; changes--) {
		size_t at = n ? next(state) % n : 0;
		size_t left = n - at;
		size_t k = left ? 1 + next(state) % (left < 16 ? left : 16) : 0;

		switch (n ? next(state) % 4 : 4) {
		case 0:
			p[at] = (uint8_t)next(state);
			break;
		case 1:
			p[at] = special[next(state) % sizeof(special)];
			break;
		case 2:
			memmove(p + at, p + at + k, left - k);
			n -= k;
			break;
		case 3:
			p[at] ^= (uint8_t)(1u << next(state) % 8);
			break;
		default:
			return n;
		}
	}
	return n;
}

static void run_seed(const struct ig_buf *seed, uint64_t state)
{
	uint8_t *p = ig_malloc(seed->len + 1);

	LLVMFuzzerTestOneInput((const uint8_t *)ig_buf_str(seed), seed->len);
	for (int i = 0; i < MUTANTS; i++) {
		size_t n = seed->len;

		memcpy(p, ig_buf_str(seed), n + 1);
		n = mutate(p, n, &state);
		LLVMFuzzerTestOneInput(p, n);
	}
	free(p);
}

static void run_noise(void)
{
	uint64_t state = 1;
	uint8_t *p = ig_malloc(NOISE_MAX);

	for (int i = 0; i < MUTANTS; i++) {
		size_t n = next(&state) % NOISE_MAX;

		for (size_t k = 0; k < n; k++)
			p[k] = (uint8_t)next(&state);
		LLVMFuzzerTestOneInput(p, n);
	}
	free(p);
}

/* Runs the seeds in the order of their names, so that a failure comes back. */
static int run_corpus(const char *dir)
{
	struct dirent **list = NULL;
	int n = scandir(dir, &list, NULL, alphasort), tests = 0;

	for (int i = 0; i < n; i++) {
		ig_auto_err err = NULL;
		ig_auto_buf seed = IG_BUF_INIT(SEED_MAX);
		char *path = ig_asprintf("%s/%s", dir, list[i]->d_name);

		if (list[i]->d_name[0] != '.' && ig_read_path(path, SEED_MAX, &seed, &err) == 0) {
			run_seed(&seed, (uint64_t)tests + 1);
			printf("ok %d - %s\n", ++tests, list[i]->d_name);
		} else if (err) {
			printf("not ok %d - %s\n", ++tests, ig_err_msg(err));
		}
		free(path);
		free(list[i]);
	}
	free(list);
	return tests;
}

int main(int argc, char **argv)
{
	const char *top = getenv("top_srcdir"), *name = argc ? strrchr(argv[0], '/') : NULL;
	char *dir;
	int tests;

	name = name ? strstr(name, "fuzz_") : NULL;
	if (!name) {
		fputs("replay: the program must be called fuzz_NAME\n", stderr);
		return 99;
	}
	dir = ig_asprintf("%s/tests/fuzz/corpus/%s", top ? top : ".", name + strlen("fuzz_"));
	setvbuf(stdout, NULL, _IOLBF, 0);
	tests = run_corpus(dir);
	free(dir);
	run_noise();
	printf("ok %d - noise\n1..%d\n", tests + 1, tests + 1);
	return 0;
}
