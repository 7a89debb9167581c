/* The command line: options, sub-commands, exit codes. */
#ifndef IG_TUI_MAIN_H
#define IG_TUI_MAIN_H

int ig_main(int argc, char **argv);

#endif
