# core/seccomp
