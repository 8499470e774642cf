#!/bin/sh
# Write the lock files anew. They carry hashes and no address.
set -eu
cd "$(dirname "$0")/.."
compile() {
    .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 \
        --generate-hashes --no-header --no-annotate --quiet "$@"
}
compile --group build -o requirements/base.lock
compile --group build --extra production -o requirements/production.lock
compile --group build --extra production --group dev -o requirements/dev.lock
echo uv | .venv/bin/uv pip compile - --universal --python-version 3.11 \
    --generate-hashes --no-header --no-annotate --quiet -o requirements/uv.lock
