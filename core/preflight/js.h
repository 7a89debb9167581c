/* JavaScript and TypeScript: one file's capabilities. */
#ifndef IG_PREFLIGHT_JS_H
#define IG_PREFLIGHT_JS_H

#include "core/preflight/scan.h"

void ig_js_scan(struct ig_scan *s);

#endif
