# core/policy
