# core/watch
