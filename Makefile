# The only thing to remember: make. Needs Python 3.11 or later, pip and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help install run test fuzz check format lock samples screenshots docs bench bench-quick bench-peers wheelhouse wheelhouse-check audit licences sbom clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

install: ## set up .venv and nothing else; after a change of version, too
	@rm -f .venv/.runs
	@$(MAKE) --no-print-directory .venv/.runs

run: .venv/.runs ## set up .venv, then read data/raw, reconcile it and say what was found
	@$(BIN)/hedui run $(ARGS)

test: .venv/.tests ## set up .venv with the test tools and run the tests (ARGS=... goes to pytest)
	@$(BIN)/pytest $(ARGS)

fuzz: .venv/.tests ## try 10,000 mutated files, texts and requests (ARGS="--inputs N --seed N"), or one again (ARGS=FILE)
	PYTHONPATH=tests $(BIN)/python -m fuzzing $(ARGS)

check: .venv/.tests ## format, lint, strict types, import contracts, tests: all that must pass
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest $(ARGS)

format: .venv/.tests ## let ruff format and mend what it can
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

samples: .venv/.tests ## make the sample reports of data/raw anew (needs chromium for the PDF files)
	PYTHONPATH=tests $(BIN)/python -m samples.build data/raw

screenshots: .venv/.tests ## take the pictures of the documents anew (needs chromium with chromium-l10n, LibreOffice; ARGS="NAME …")
	@PYTHONPATH=.:tests $(BIN)/python -m screenshots $(ARGS)

docs: .venv/.tests ## build these documents as a site that needs no network (docs/_build/index.html); a broken link fails
	@$(BIN)/python -m app.commands_page > docs/.made && mv docs/.made docs/commands.md
	@$(BIN)/python -m app.rules_page > docs/.made && mv docs/.made docs/rules.md
	@$(BIN)/python -m pipeline.export.dictionary > docs/.made && mv docs/.made docs/dictionary.md
	@$(BIN)/python docs/rooms.py > docs/.made && mv docs/.made docs/rooms.md
	@$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build
	@echo "docs/_build/index.html"

lock: .venv/.tests ## pin the versions anew after a change in pyproject.toml (ARGS=--upgrade takes the newest)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile $(UV_LOCK) --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile $(UV_LOCK) --output-file requirements-dev.lock pyproject.toml --extra dask --group dev
UV_LOCK := --quiet --universal --python-version 3.11 --no-emit-index-url --no-annotate --no-header $(ARGS)

bench: .venv/.tests bench-peers ## measure all, against others: benchmarks/results.md (ARGS="--parts reading" takes one part)
	@PYTHONPATH=.:tests $(BIN)/python -m benchmarks $(ARGS)

bench-quick: .venv/.tests bench-peers ## the same with small numbers, in under two minutes
	@PYTHONPATH=.:tests $(BIN)/python -m benchmarks --quick $(ARGS)

# Each peer in an environment of its own: what they pin does not go together, and hedui needs none of them.
PEERS := $(patsubst benchmarks/peers/%.txt,.venv-bench/%/.made,$(wildcard benchmarks/peers/*.txt))
bench-peers: $(PEERS)
.venv-bench/%/.made: benchmarks/peers/%.txt
	@echo "installing $* to compare with"
	@{ $(PYTHON) -m venv .venv-bench/$* && \
	  .venv-bench/$*/bin/python -m pip install --quiet --disable-pip-version-check -r $< && touch $@; } || \
	  echo "$* could not be installed: it is left out of the comparison"

wheelhouse: docs ## collect all that a machine without network needs (PYTHON_VERSION=3.12 PLATFORM=manylinux_2_28_aarch64 EXTRA=dask)
	@$(BIN)/python -m delivery.wheelhouse wheelhouse $(if $(PYTHON_VERSION),--python $(PYTHON_VERSION)) $(if $(PLATFORM),--platform $(PLATFORM)) $(if $(EXTRA),--extra $(EXTRA))

wheelhouse-check: ## install what was collected in an empty environment without network, and work with it
	@$(PYTHON) -m delivery.wheelhouse_check wheelhouse

audit: .venv/.runs ## ask OSV's advisories about every pinned version: from the network, or ADVISORIES=all.zip carried along
	@$(BIN)/python -m delivery.audit --lock requirements-dev.lock $(if $(ADVISORIES),"$(ADVISORIES)",--keep dist/osv-pypi.zip) $(ARGS)

licences: .venv/.runs ## write docs/licences.md anew after a change of the lock
	@$(BIN)/python -m delivery.licences

sbom: .venv/.runs ## write the bill of materials (CycloneDX) of what is installed to dist/
	@$(BIN)/python -m delivery.sbom

clean: ## remove .venv and caches; the curated tables stay
	rm -rf .venv .venv-bench .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# What `hedui` needs: pinned versions, then hedui itself, so that `import app` finds this folder.
.venv/.runs: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "hedui 需要 Python 3.11 或更高版本；请安装后加上 PYTHON=python3.11 再运行，如 make install PYTHON=python3.11"; exit 1; }
	@echo "准备运行环境 .venv（仅第一次或版本变化时，约需几分钟）"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "建不了运行环境；Debian、Ubuntu 先运行 apt-get install python3-venv，再运行 make install"; exit 1; }
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements.lock || \
	  { echo "程序包没有装上：检查网络后再运行 make install；不联网的机器见 docs/closed-network.zh-CN.md"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/.tests: .venv/.runs requirements-dev.lock
	@echo "准备测试工具"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@
