# shipped policies and per-runtime baselines
dist_policies_DATA += \
	policies/audit.yaml \
	policies/compute.yaml \
	policies/http-service.yaml \
	policies/normal.yaml \
	policies/observe.yaml \
	policies/strict.yaml
seccompdir = $(pkgdatadir)/policies/seccomp
dist_seccomp_DATA = policies/seccomp/common.yaml policies/seccomp/node.yaml
