/*
 * Where the shipped data files are: policies and system call baselines.
 */
#ifndef IG_BASE_DATA_H
#define IG_BASE_DATA_H

/*
 * The path of a shipped file or folder, named from the top of the source tree
 * ("policies/seccomp/node.yaml"). Below the first of these folders that has `policies`:
 * $IGNITE_TUI_DATADIR (tests); the folder of the running executable and its parent (a build tree);
 * $(pkgdatadir). The file itself need not exist. The caller frees.
 */
char *ig_data_path(const char *rel);

#endif
