# Voordeur: the list of verbs. Each one installs what it needs and is missing, asks nothing, and works on a fresh Debian 12 with Swift 6.3.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test test-fast model fuzz bench timing format lint assets

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

model: ## plays random sequences against the reference model: VOORDEUR_MODEL_STEPS of them, a million if not set
	@scripts/setup.sh build
	@export VOORDEUR_MODEL_STEPS=$${VOORDEUR_MODEL_STEPS:-1000000} VOORDEUR_MODEL_SEED=$${VOORDEUR_MODEL_SEED:-$$(date +%s)}; \
		echo "seed $$VOORDEUR_MODEL_SEED"; swift test --disable-xctest --filter ModelTests

fuzz: ## feeds the parsers a million inputs each, guided by coverage
	@scripts/setup.sh build
	swift build --build-tests
	@scripts/fuzz.sh

bench: ## measures the release binary; a table is the last output
	@Benchmarks/run.sh

timing: ## asks whether answers tell by their time who exists; by hand, it takes a while
	@scripts/setup.sh build test
	swift build -c release --product voordeur
	@VOORDEUR_BINARY=$${VOORDEUR_BINARY:-$$PWD/.build/release/voordeur} .build-python/bin/python -B Benchmarks/timing.py

format: ## formats the Swift code in place
	swift format format --in-place --recursive --parallel Sources Tests Package.swift

lint: ## checks formatting, generated assets, the dependency rule and what the documents name; changes nothing
	@scripts/lint.sh

assets: ## compiles Templates/, Translations/, Guides/ and Public/ into Sources/PageAssets/Generated
	@scripts/embed-assets.sh
