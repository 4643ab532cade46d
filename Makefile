# 道しるべ: `make run` to try it, `make test` to check it. Everything needed is set up by .ci/toolchain.

.PHONY: run dev test check unit site end2end budget server clean toolchain toolchain-test

run: site server
	target/release/michishirube serve --sample --site target/site

server:
	cargo build -q --release -p server

site: toolchain
	@.ci/site

toolchain:
	@.ci/toolchain build

toolchain-test:
	@.ci/toolchain test

# Rebuilds and restarts whenever a source file changes; unoptimised, so that it is quick.
dev: toolchain
	@.ci/dev

test:
	@.ci/test

check:
	cargo fmt --all --check
	cargo clippy -q --workspace --all-targets -- -D warnings
	cargo clippy -q -p app --lib --features csr --target wasm32-unknown-unknown -- -D warnings

unit:
	cargo nextest run --workspace || cargo test --workspace

end2end: toolchain-test site server
	cd end2end && npx playwright test

budget: site
	@node end2end/budget.mjs target/site

clean:
	cargo clean
	rm -rf end2end/node_modules end2end/test-results
