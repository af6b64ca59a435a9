# `make run` starts Ouroboros, `make test` tests all of it. Each is enough on a bare machine.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run install images compose-images test check judge-demo format lock clean

help: ## Say what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Install what is missing, start everything, serve until Ctrl-C (PORT=8000)
	@$(PYTHON) -m scripts.run

install: ## Install what is missing, and start nothing
	@$(PYTHON) -m scripts.install

images: ## Make the base image and the sandbox image
	@$(PYTHON) -m scripts.make_images

compose-images: ## Build the images of docker-compose.yml on this machine's base image
	@$(PYTHON) -m scripts.compose_images

test: ## Everything: lint, types, import rules, and all tests on real parts
	@$(PYTHON) -m scripts.run_tests

check: ## The quick part, under a minute: lint, types, import rules, unit tests
	@$(PYTHON) -m scripts.install --python-only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p assistant -p inference -p sandbox -p scripts
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -q tests/unit

judge-demo: ## Serve the demo checkpoint, judge it on what it was never taught, print the tables
	@$(PYTHON) -m scripts.install
	$(BIN)/python -m scripts.judge_demo

format: ## Put the code in order
	@$(PYTHON) -m scripts.install --python-only
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## Lock the dependencies anew, after a change to pyproject.toml or package.json
	@$(PYTHON) -m scripts.lock

clean: ## Remove what was installed and built in this folder; the database in var/ stays
	rm -rf .venv .venv-engine node_modules assistant/static/vendor var/stamps var/static.stamp var/uv var/static
