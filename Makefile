# Voordeur: the list of verbs. Each one installs what it needs and is missing, asks nothing, and works on a fresh Debian 12 with Swift 6.3.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test test-fast bench format lint assets

help: ## shows this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-11s%s\n", $$1, $$2 }'

run: ## builds the release binary and starts the server with demo data under var/
	@scripts/setup.sh build
	swift build -c release --product voordeur
	@exec .build/release/voordeur serve --demo

test: ## runs every test, on SQLite and PostgreSQL and in a browser
	@scripts/test.sh

test-fast: ## runs the Swift tests on SQLite only, for the inner loop
	@scripts/test.sh --fast

bench: ## measures the release binary; a table is the last output
	@Benchmarks/run.sh

format: ## formats the Swift code in place
	swift format format --in-place --recursive --parallel Sources Tests Package.swift

lint: ## checks formatting, generated assets and the dependency rule; changes nothing
	@scripts/lint.sh

assets: ## compiles Templates/, Translations/ and Public/ into Sources/PageAssets/Generated
	@scripts/embed-assets.sh
