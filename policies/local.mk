# shipped policies and per-runtime baselines
