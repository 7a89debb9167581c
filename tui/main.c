#include "config.h"
#include "tui/main.h"

#include <stdio.h>
#include <string.h>

int ig_main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		puts(PACKAGE_STRING);
		return 0;
	}
	fputs("usage: ignite-tui [DIR]\n", stderr);
	return 2;
}
