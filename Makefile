.PHONY: help run test torture lint format screenshots words lock

help: ## What can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

run: ## Open the window on a sample estate (without a display: a whole day by keys)
	@scripts/run

test: ## Everything: style, types, tests
	@scripts/test

torture: ## The tests with many more examples, and those that take minutes
	@HYPOTHESIS_PROFILE=torture scripts/test -m "torture or not torture"

lint: ## Style and types only
	@scripts/setup test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

format: ## Put the code into its form
	@scripts/setup test
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

screenshots: ## The pictures of docs/screens
	@scripts/screenshots

words: ## Collect the sentences of the code and compile the translation
	@scripts/setup test
	.venv/bin/python scripts/words.py update

lock: ## Pin the packages anew
	@scripts/lock
