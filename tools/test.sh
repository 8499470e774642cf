#!/bin/sh
# Everything a change must pass: lint, then the suite on SQLite and, where they are to
# be had, on PostgreSQL with Redis. What is not covered is said aloud at the end.
set -u
cd "$(dirname "$0")/.."
tools/browser.sh || true
uncovered=""
failed=""
run() {
    name=$1
    shift
    printf '\n=== %s ===\n' "$name"
    "$@" || failed="$failed
  · $name"
}
run "lint" tools/lint.sh
run "SQLite" env -u DATABASE_URL -u REDIS_URL .venv/bin/python -m pytest -q -n 2 -m "not nightly"

run "wheel" tools/wheel.sh

pg="${MINYI_TEST_DATABASE_URL:-postgresql://postgres@127.0.0.1:5432/postgres}"
redis="${MINYI_TEST_REDIS_URL:-redis://127.0.0.1:6379/9}"
if .venv/bin/python tools/reachable.py "$pg" "$redis"; then
    run "PostgreSQL + Redis" env DATABASE_URL="$pg" REDIS_URL="$redis" .venv/bin/python -m pytest -q -m "not nightly"
else
    uncovered="$uncovered
  · PostgreSQL + Redis（找不到 $pg 或 $redis；可用 MINYI_TEST_DATABASE_URL、MINYI_TEST_REDIS_URL 指定）"
fi

if [ -n "$uncovered" ]; then
    printf '\n!!! 没有覆盖到：%s\n' "$uncovered"
fi
if [ -n "$failed" ]; then
    printf '\n!!! 没有通过：%s\n' "$failed"
    exit 1
fi
