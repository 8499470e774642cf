#!/bin/sh
# Make .venv from a lock file: `tools/setup.sh base|dev`. Quick when nothing changed.
set -eu
cd "$(dirname "$0")/.."
lock="requirements/${1:-base}.lock"
say() { printf '%s\n' "$*" >&2; }

find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$name"
            return 0
        fi
    done
    return 1
}

if [ ! -x .venv/bin/python ]; then
    python=$(find_python) || {
        say "缺少 Python 3.11 或更新的版本。Debian 12：sudo apt install python3 python3-venv"
        exit 1
    }
    "$python" -c 'import ensurepip, venv' 2>/dev/null || {
        say "缺少 Python 的 venv 模块。Debian 12：sudo apt install python3-venv"
        exit 1
    }
    say "[1/3] 建立 Python 环境 .venv ……"
    "$python" -m venv .venv
fi

mark="$(cat "$lock" pyproject.toml | cksum | cut -d' ' -f1,2)"
stamp=".venv/.installed-$1"
if [ "$(cat "$stamp" 2>/dev/null || true)" = "$mark" ]; then
    exit 0
fi

say "[2/3] 安装锁定的依赖（$lock）……"
if [ ! -x .venv/bin/uv ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r requirements/uv.lock ||
        say "uv 装不上，改用 pip，会慢一些。"
fi
if [ -x .venv/bin/uv ]; then
    VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip install --quiet --require-hashes -r "$lock"
else
    .venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r "$lock"
fi
say "[3/3] 登记本项目 ……"
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --no-deps --no-build-isolation -e .
printf '%s' "$mark" >"$stamp"
