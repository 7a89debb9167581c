# core/service
