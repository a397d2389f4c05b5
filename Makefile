# env: tools and libraries; demo: the app on a private sandbox server; test: every check and test; soak: the long tests;
# bench: figures;
# bundle: a folder that runs without Python; docs: a site of docs/; lock: the pinned versions anew; clean: what was built.

PYTHON ?= python3
UV_VERSION := 0.13.9
UV := PYTHONPATH=.tools $(PYTHON) -m uv
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1

ifeq ($(OS),Windows_NT)
VENV_PYTHON := .venv/Scripts/python.exe
else
VENV_PYTHON := .venv/bin/python
endif
JAVASCRIPT := tests/sandbox/javascript

.PHONY: env demo test check soak bench bundle docs translations lock clean

env: .venv/ready
	@sh packaging/linux/system-libraries tests

.tools/uv-$(UV_VERSION):
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14) and "Python 3.11, 3.12 or 3.13 is needed: make PYTHON=python3.12 ...")'
	rm -rf .tools
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .tools uv==$(UV_VERSION)
	touch $@

.venv/ready: .tools/uv-$(UV_VERSION) requirements.lock pyproject.toml $(wildcard $(JAVASCRIPT)/package-lock.json)
	$(UV) venv --quiet --clear --python $(PYTHON) .venv
	$(UV) pip sync --quiet --compile-bytecode --python $(VENV_PYTHON) --require-hashes requirements.lock
	$(UV) pip install --quiet --python $(VENV_PYTHON) --no-deps --no-build-isolation --editable .
	if command -v npm >/dev/null; then cd $(JAVASCRIPT) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; fi
	touch $@

demo: .venv/ready
	@sh packaging/linux/system-libraries demo
	@sh packaging/linux/demo $(VENV_PYTHON)

check: env
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m mypy
	.venv/bin/lint-imports

test: check
	$(VENV_PYTHON) -m pytest

soak: env
	$(VENV_PYTHON) -m pytest -m soak -s --timeout=0 tests
	$(VENV_PYTHON) -m tests.soak.live

bench: env
	$(VENV_PYTHON) -m benchmarks

translations: env
	$(VENV_PYTHON) packaging/translations.py

bundle: env
	@sh packaging/linux/system-libraries bundle || echo "# Without them the package is not tried on a clean root."
	$(VENV_PYTHON) packaging/build.py

lock: .tools/uv-$(UV_VERSION)
	$(UV) pip compile --quiet --universal --generate-hashes --all-extras --group dev --group bench --group bundle --group docs \
		--no-emit-index-url --no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements.lock

docs: env
	$(VENV_PYTHON) -m sphinx --fail-on-warning --keep-going --quiet --builder html docs docs/_build

clean:
	rm -rf .venv .tools build dist docs/_build demo-pictures .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf $(JAVASCRIPT)/node_modules
	find binom_desktop tests benchmarks packaging -name __pycache__ -type d -prune -exec rm -rf {} +
