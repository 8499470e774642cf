#!/bin/sh
# Build the wheel, install it in an empty environment, and ask daphne for a page.
set -eu
cd "$(dirname "$0")/.."
here=$PWD
work=$(mktemp -d)
server=""
clean() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap clean EXIT INT TERM

.venv/bin/python -m pip wheel --quiet --disable-pip-version-check \
    --no-deps --no-build-isolation --wheel-dir "$work/dist" .
.venv/bin/python -m venv "$work/env"
if [ -x .venv/bin/uv ]; then
    VIRTUAL_ENV="$work/env" .venv/bin/uv pip install --quiet \
        --require-hashes -r requirements/base.lock
else
    "$work/env/bin/python" -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r requirements/base.lock
fi
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check \
    --no-deps "$work"/dist/*.whl

cd "$work"
export DJANGO_SETTINGS_MODULE=config.settings.dev MINYI_VAR="$work/var"
unset DATABASE_URL REDIS_URL
"$work/env/bin/django-admin" migrate --verbosity 0
port=$("$work/env/bin/python" -c \
    'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$work/env/bin/daphne" -v 0 -b 127.0.0.1 -p "$port" config.asgi:application &
server=$!
"$work/env/bin/python" "$here/tools/ask.py" "http://127.0.0.1:$port" \
    "/" "/r/" "/lookup/" "/static/common/css/base.css"
