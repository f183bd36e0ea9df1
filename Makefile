# The only commands anyone must remember. Each does its own set-up on a machine with python3 (with venv), make and git.
UV := $(shell command -v uv || echo .venv-uv/bin/uv)
PY := .venv/bin/python
STAMP := .venv/.setup
# Trust the certificates of the machine: many offices inspect traffic with one of their own.
export UV_SYSTEM_CERTS ?= 1

.PHONY: setup demo test check bench scenarios docs schema clean

setup: $(STAMP)

.venv-uv/bin/uv:
	python3 -m venv .venv-uv
	.venv-uv/bin/python -m pip install -q --disable-pip-version-check uv

$(STAMP): pyproject.toml constraints.txt tools/system_packages.sh $(if $(filter .venv-uv%,$(UV)),.venv-uv/bin/uv)
	sh tools/system_packages.sh
	test -x $(PY) || $(UV) venv -q --python python3 .venv
	$(UV) pip install -q --python $(PY) -c constraints.txt -e '.[bench,spark]' --group dev
	touch $@

demo: setup  ## assess the ledger of a fictional municipality; ARGS=--once leaves the browser closed
	.venv/bin/scharnier demo $(ARGS)

test: setup
	$(PY) -m pytest -n 2 $(ARGS)

check: setup  ## lint, types, import arrows, licences, content
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/reuse lint --quiet
	.venv/bin/scharnier norms lint
	.venv/bin/scharnier isv lint
	$(PY) tools/schema.py --check

bench: setup
	$(PY) -m benchmarks $(ARGS)

scenarios: setup  ## where answers on real law differ from what the scenarios expect; a human decides who is right
	$(PY) tools/law_scenarios.py

docs: setup  ## the docs are Markdown; this proves that links resolve and commands run
	$(PY) -m pytest -q tests/test_docs.py

schema: setup  ## write schema/ anew from the models
	$(PY) tools/schema.py

clean:
	rm -rf .venv .venv-uv out demo-out .pytest_cache .mypy_cache .ruff_cache
