#include "config.h"

#include "tui/main.h"

int main(int argc, char **argv)
{
	return ig_main(argc, argv);
}
