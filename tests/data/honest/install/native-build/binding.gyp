{ "targets": [{ "target_name": "fast", "sources": ["src/fast.cc"], "cflags_cc": ["-std=c++17"] }] }
