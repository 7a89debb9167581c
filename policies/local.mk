# shipped policies and per-runtime baselines
seccompdir = $(pkgdatadir)/policies/seccomp
dist_seccomp_DATA = policies/seccomp/common.yaml policies/seccomp/node.yaml
