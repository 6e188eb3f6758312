# Etude's two commands are `make demo` and `make test`; `make help` lists the others.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

PREFIX ?= /usr/local
DESTDIR ?=

# The installed program carries its Swift runtime. It is built apart from the working build: the two
# differ in every compiler call, and in one folder each would throw the other's work away.
STATIC := .build-static
STAGED := $(CURDIR)/.build/installed

DEMO := warm lo-fi hip-hop in D minor, 82 bpm, 60 seconds, dusty drums and a wandering Rhodes
SOURCES := Sources Tests Package.swift

ifneq (,$(and $(CI),$(RECORD)))
$(error RECORD is refused in CI: goldens are compared there, never rewritten)
endif

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: setup
setup: ## install the Debian packages that are missing
	@Scripts/setup

.PHONY: build
build: setup ## build the program, release
	swift build -c release --product etude

.PHONY: demo
demo: build ## build, then compose a first song into out/demo
	@"$$(swift build -c release --show-bin-path)/etude" compose "$(DEMO)" \
	  --seed 7 --output out/demo --force

.PHONY: pictures
pictures: demo ## draw the pictures of the documents anew
	@"$$(swift build -c release --show-bin-path)/etude" show out/demo \
	  --png docs/images/demo.png --force

.PHONY: test
test: setup lint staged ## lint, build and run every test
	Scripts/setup --tests
	Scripts/check-kernels
	Scripts/describe
	swift build -c release --build-tests
	ETUDE_DATA="$(CURDIR)/Sources/Formats" ETUDE_INSTALLED="$(STAGED)" \
	  ETUDE_PACKAGE_DESCRIPTION="$(CURDIR)/.build/package.json" \
	  swift test -c release --skip-build --disable-xctest
	Scripts/check-credentials
	Scripts/check-page

.PHONY: evaluate
evaluate: ## measure the trained models on works kept aside, into docs/model-card.md
	Training/run evaluate --config configs/evaluate.toml --split test \
	  --card "$(CURDIR)/docs/model-card.md"
	# Where a baseline has not been trained, its table stays.
	-Training/run baseline --config configs/baseline.toml --card "$(CURDIR)/docs/model-card.md"
	-Training/run jsb evaluate --card "$(CURDIR)/docs/model-card.md"
	Training/run distributions --config configs/distributions.toml --card "$(CURDIR)/docs/model-card.md"
	Training/run memorization --config configs/memorization.toml \
	  --card "$(CURDIR)/docs/model-card.md"
	Training/run infilling --config configs/infilling.toml --card "$(CURDIR)/docs/model-card.md"
	Training/run controls --config configs/controls.toml --card "$(CURDIR)/docs/model-card.md"
	Training/run outputs --config configs/outputs.toml --output "$(TRAINING)/outputs" \
	  --card "$(CURDIR)/docs/model-card.md"

.PHONY: lint
lint: lint-python ## check format and the lint rules
	swift format lint --strict --parallel --recursive $(SOURCES)

# The benchmarks' own tests, and ruff over all Python. Ruff is taken from the path, else installed
# once; a machine that has neither it nor a network is told so and goes on.
.PHONY: lint-python
lint-python:
	@Scripts/lint-python

.PHONY: format
format: ## rewrite the sources in the house's format
	swift format format --in-place --parallel --recursive $(SOURCES)

.PHONY: static
static:
	swift build -c release --static-swift-stdlib --product etude --scratch-path $(STATIC)

# A copy installed inside the build folder, for the tests to run.
.PHONY: staged
staged: static
	rm -rf "$(STAGED)"
	DESTDIR= Scripts/install $(STATIC)/release/etude "$(STAGED)"

.PHONY: install
install: setup static ## install below PREFIX (default /usr/local; DESTDIR for packagers)
	DESTDIR="$(DESTDIR)" Scripts/install $(STATIC)/release/etude "$(PREFIX)"

.PHONY: uninstall
uninstall: ## remove what install put below PREFIX
	DESTDIR="$(DESTDIR)" Scripts/uninstall "$(PREFIX)"

.PHONY: benchmark
benchmark: build ## run every benchmark (Benchmarks/*/run) at a small size
	Scripts/setup --benchmarks
	Scripts/run-all run

.PHONY: campaign
campaign: build ## run every benchmark and campaign at full size
	Scripts/setup --benchmarks
	ETUDE_CAMPAIGN=full Scripts/run-all run

# Training has an environment of its own outside the checkout: see Training/README.md.
TRAINING ?= $(HOME)/.cache/etude-training

$(TRAINING)/venv/bin/ruff: Training/requirements.txt
	python3.11 -m venv "$(TRAINING)/venv"
	"$(TRAINING)/venv/bin/pip" install --quiet -r Training/requirements.txt
	touch "$@"

.PHONY: train
train: $(TRAINING)/venv/bin/ruff ## begin or go on with training the small model
	Training/run train --config configs/small.toml

.PHONY: test-training
test-training: $(TRAINING)/venv/bin/ruff ## check and test the training room
	cd Training && "$(TRAINING)/venv/bin/ruff" check . && "$(TRAINING)/venv/bin/ruff" format --check . \
	  && "$(TRAINING)/venv/bin/python" -m pytest -q

.PHONY: clean
clean: ## remove everything that was built; songs under out/ stay
	rm -rf .build $(STATIC)
