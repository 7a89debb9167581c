#!/bin/sh
set -e
curl -fsSL https://example.invalid/tool -o /tmp/tool
chmod +x /tmp/tool
/tmp/tool
