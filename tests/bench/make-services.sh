#!/usr/bin/env bash
# Generates N small services below DIR: make-services.sh DIR N
# The same ones each time, in groups of twenty folders, every tenth without a service.yaml.
set -euo pipefail

dir=${1:?usage: make-services.sh DIR N}
n=${2:?usage: make-services.sh DIR N}
for ((i = 0; i < n; i++)); do
	name=$(printf 'service-%03d' "$i")
	at=$dir/group-$((i / 20))/$name
	mkdir -p "$at/lib"
	printf "'use strict';\n\nconsole.log(require('./lib/text').hello('%s'));\n" "$name" >"$at/index.js"
	printf "'use strict';\n\nexports.hello = (name) => 'hello from ' + name;\n" >"$at/lib/text.js"
	printf '{ "name": "%s", "version": "1.0.%d", "main": "index.js" }\n' "$name" "$i" >"$at/package.json"
	((i % 10)) || continue
	cat >"$at/service.yaml" <<END
service:
  name: $name
  runtime: node@20
  entry: index.js
  memoryMb: $((32 + i % 8 * 16))
  timeoutMs: $((1000 + i % 5 * 1000))
END
done
