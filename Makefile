# Short names; the work is in tools/ and manage.py.
PORT ?= 8000
CORPUS ?=

.PHONY: run test quick nightly coverage bench lint lock messages shots

run:            ## from clone to a running demonstration site
	@tools/setup.sh base
	@.venv/bin/python tools/run.py --port $(PORT) $(if $(CORPUS),--corpus $(CORPUS))

test:           ## from clone to a green suite
	@tools/setup.sh dev
	@tools/test.sh

quick:          ## the rooms' own tests on SQLite, on two cores
	@tools/setup.sh dev
	@env -u DATABASE_URL -u REDIS_URL .venv/bin/python -m pytest -q -n 2 \
		-m "not browser and not nightly" --ignore=tests/site --ignore=tests/browser

lint:           ## style, types, import order, templates
	@tools/setup.sh dev
	@tools/lint.sh

nightly:        ## the long forms
	@tools/setup.sh dev
	@.venv/bin/python -m pytest -m nightly -q -s
	@MINYI_RANDOM=1 .venv/bin/python -m pytest -q tests/drafts tests/common

coverage:       ## which branches the suite takes (work in child processes is not seen)
	@tools/setup.sh dev
	@.venv/bin/python -m pytest -q -m "not nightly" --cov --cov-report=term:skip-covered

bench:          ## measurements, printed with their method
	@tools/setup.sh dev
	@.venv/bin/python -m bench

lock:           ## write the lock files anew
	@tools/lock.sh

messages:       ## gather and compile the message catalogues
	@.venv/bin/python tools/messages.py

shots:          ## take the screenshots of docs/
	@tools/setup.sh dev
	@.venv/bin/python tools/shots.py --all
