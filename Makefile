# Everything here works on a fresh machine with Python 3.11+ and make: the first target that needs
# the environment builds it from the hash-locked list.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test thorough soak lint types layers docs bench audit compile check package format lock

help: ## Show the targets.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(READY): requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## Show the main job with no account: a Slack and a helpdesk on your own machine.
	$(BIN)/deskpulse demo $(if $(HELPDESK),--helpdesk $(HELPDESK)) $(ARGS)

# One process more than the two cores of CI: many a scenario waits, for leases and for Slack.
test: $(READY) ## Run the tests, on SQLite and on PostgreSQL.
	$(BIN)/pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder $(ARGS)

thorough: $(READY) ## Run what takes minutes a helpdesk: a whole year of each, twenty kills, a week observed, every upgrade on PostgreSQL, long stories on both databases, all zones, many odd words.
	$(BIN)/pytest -m thorough -s $(ARGS)

soak: MINUTES = 30
soak: $(READY) ## Run a bot under ten times a large team's load while all around it fails.
	SOAK_MINUTES=$(MINUTES) $(BIN)/pytest -m soak -s tests/soak $(ARGS)

lint: $(READY) ## Check format and lint.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/hadolint Dockerfile

types: $(READY) ## Check types.
	$(BIN)/mypy

layers: $(READY) ## Check which room may import which.
	$(BIN)/lint-imports

docs: $(READY) ## Print the generated pages of docs/ again.
	$(BIN)/deskpulse docs
	$(BIN)/python -m tests.faults
	$(BIN)/python -m tests.licences

bench: $(READY) ## Measure questions beside DuckDB, and all else that has an aim.
	$(BIN)/python -m tests.bench $(ARGS)

audit: $(READY) ## Look the locks up for known security holes; fails where it cannot look.
	@$(BIN)/python -m tests.audit $(AUDIT)

compile: $(READY) ## Compile the tests once, where several processes will read them.
	@$(BIN)/pytest --collect-only -q > /dev/null || true # what cannot be read is told by `make test`

# To look at types takes one core, and so does to compile the tests, for about as long.
check: $(READY) ## All of it; what CI runs.
	@$(MAKE) --no-print-directory --jobs 2 --output-sync AUDIT=--where-it-answers types compile lint layers audit
	@$(MAKE) --no-print-directory test

package: $(READY) ## Build the wheel and the source archive into dist/.
	$(BIN)/hatchling build

format: $(READY) ## Format and mend what can be mended.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: pyproject.toml ## Write the locks again (needs uv): names, versions and hashes only.
	uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --no-emit-index-url -q -o requirements.lock
	uv pip compile pyproject.toml --extra demo --group dev --universal --generate-hashes --no-header --no-annotate --no-emit-index-url -q -o requirements-dev.lock
