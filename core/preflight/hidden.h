/* Text that is not what it looks like: bidirectional controls, invisible runs, look-alike names, code
 * pushed off the screen. Byte scans, for source files and for any text. */
#ifndef IG_PREFLIGHT_HIDDEN_H
#define IG_PREFLIGHT_HIDDEN_H

#include "core/preflight/scan.h"

void ig_hidden_scan(struct ig_scan *s);

#endif
