#!/bin/sh
# Style, types, import order, templates, migrations: all of it, or a non-zero exit.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
export DJANGO_SETTINGS_MODULE=config.settings.test
bad=0
step() {
    printf '· %s\n' "$*"
    "$@" || bad=1
}
step $bin/ruff check --quiet .
step $bin/ruff format --check --quiet .
step $bin/lint-imports --no-logo
step $bin/mypy --no-error-summary site/common site/accounts site/config drafts consultations feedback home
step $bin/djlint --quiet --lint templates
step $bin/python manage.py makemigrations --check --dry-run
step $bin/python tools/house.py
exit $bad
