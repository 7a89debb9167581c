/* package.json and lock files: install hooks, where dependencies come from, odd manifests. */
#ifndef IG_PREFLIGHT_MANIFEST_H
#define IG_PREFLIGHT_MANIFEST_H

#include "core/preflight/scan.h"

void ig_manifest_scan(struct ig_scan *s);
void ig_lock_scan(struct ig_scan *s);

#endif
