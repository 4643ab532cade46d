# 道しるべ: `make run` to try it, `make test` to check it. Everything needed is set up by .ci/toolchain.

SHELL := bash
.SHELLFLAGS := -o pipefail -c

.PHONY: run dev test check format unit simulate simulate-defects literacy drills bench-sync bench-figures bench-reconnect bench-pages accessibility site end2end pictures screens screens-accept budget server clean toolchain toolchain-format toolchain-test

# The server compiles beside the site, which leaves a core idle at its end.
run: toolchain
	@cargo build -q --release -p server & server=$$!; .ci/site && wait $$server
	target/release/michishirube serve --sample --site target/site

server:
	cargo build -q --release -p server

site: toolchain
	@.ci/site

toolchain:
	@.ci/toolchain build

toolchain-format:
	@.ci/toolchain format

toolchain-test:
	@.ci/toolchain test

# Development server: rebuilds without optimising and restarts when a source file changes.
dev: toolchain
	@.ci/dev

test:
	@.ci/test

check: toolchain-format
	@.ci/format --check
	cargo clippy -q --all-targets -- -D warnings
	cargo clippy -q -p api --features client -p browser -p staff -p fair --target wasm32-unknown-unknown -- -D warnings

# Formats everything: Rust, the views in it, and the rest with prettier.
format: toolchain-format
	@.ci/format

unit:
	cargo nextest run || cargo test

# Random fault schedules: SCHEDULES=n runs n of them (default 100,000), SEED=n reruns one.
simulate:
	SCHEDULES=$${SCHEDULES:-100000} cargo test -q -p server --test integration no_schedule -- --nocapture

# Which planted defects the simulation finds, and after how many schedules.
simulate-defects:
	@echo "| defect | schedules until found | what was seen |"
	@echo "|---|---|---|"
	@cargo test -q -p server --test integration planted -- --nocapture 2>&1 | grep '^|'

# The adaptive test on 10,000 simulated people, compared with a fixed and a random selection from the bank.
literacy:
	@echo "| test | bias | RMSE | questions | most exposed |"
	@echo "|---|---|---|---|---|"
	@PEOPLE=$${PEOPLE:-10000} CHART=$(CURDIR)/app/domain/src/scoring/adaptive.svg cargo test -q --release -p domain --lib adaptive_test -- --nocapture 2>&1 | grep '^|'

# Tests that take minutes or need a mount: 500 kills of the server, 200 power cuts, a full disk, a 64 KB exchange cut
# at every byte, a restore by root, workbooks that LibreOffice saves again, a PostgreSQL primary that is killed under
# load (packages patroni, etcd-server and haproxy), 200 kills of Chromium, three earlier builds in a browser at an update, 200 visitors at a kiosk
# without network, 1,000 wipes.
drills: site
	cargo build -q -p server
	KILLS=500 cargo test -q -p server --test integration server_kill -- --nocapture
	CUTS=200 cargo test -q -p server --test integration power_cut -- --nocapture
	cargo test -q -p server --test integration full_disk_tmpfs -- --ignored --nocapture
	cargo test -q -p server --test integration libreoffice -- --ignored --nocapture
	.ci/failover cargo test -q -p server --test integration failover -- --ignored --nocapture
	CUTS=1 cargo test -q -p server --test integration truncated_requests -- --nocapture
	cargo test -q -p server --test integration a_restore_by_root -- --ignored --nocapture
	OLD_COMMITS="adb942f 084836a 83a8e8a" .ci/old-sites
	cd end2end && KILLS=200 npx playwright test browser-kill && EDITS=5000 npx playwright test concurrent-tabs && npx playwright test upgrade && VISITORS=200 WIPES=1000 npx playwright test tablet

# Compares our server with PocketBase, atuin-server and pouchdb-server: server/benches/sync/result.md and its chart.
bench-sync: site server
	@.ci/peers
	node server/benches/sync/run.mjs

# How long publishing the figures of two thousand people takes, and how many of them are counted.
bench-figures:
	@cargo test -q --release -p domain --lib two_thousand -- --nocapture 2>&1 | grep '^|'

# What a person waits for, on a slow processor and a slow network: target/bench-pages.md, and 職員課 with 2,000 people:
# target/bench-office.md.
bench-pages: toolchain-test site server
	npm ci --prefix end2end/bench/peers --no-audit --no-fund --silent
	npm ci --prefix end2end/bench/lighthouse --no-audit --no-fund --silent
	cd end2end && npx playwright test --config bench

# Runs the browser tests and writes what they tried of WCAG and JIS X 8341-3 into public/accessibility.html.
accessibility: toolchain-test site
	cargo build -q -p server
	rm -rf target/accessibility && mkdir -p target/accessibility
	cd end2end && ACCESSIBILITY_NOTES=$(CURDIR)/target/accessibility/notes.jsonl \
		PLAYWRIGHT_JSON_OUTPUT_FILE=$(CURDIR)/target/accessibility/results.json npx playwright test --reporter=list,json
	node end2end/accessibility/report.mjs

# 2,000 devices reconnect in one minute: server/benches/sync/reconnect.md.
bench-reconnect: site server
	node server/benches/sync/reconnect.mjs

# Every page of the staff's app on every kind of screen, and on paper, to be looked at beside the pictures accepted last:
# target/screens/index.html. LOOKS=phone,dark takes some of them.
screens: toolchain-test site
	cargo build -q -p server
	rm -rf target/screens
	cd end2end && npx playwright test --config screens
	node end2end/screens/compare.mjs

# What `make screens` took is as it should be.
screens-accept:
	rm -rf target/screens-accepted && mkdir -p target/screens-accepted
	cp target/screens/*.png target/screens-accepted/

# The pictures of the README, taken anew.
pictures: toolchain-test site
	cargo build -q -p server
	cd end2end && npx playwright test --config pictures

end2end: toolchain-test site
	cargo build -q -p server
	cd end2end && npx playwright test

budget: site
	@node end2end/budget.mjs target/site

clean:
	cargo clean
	rm -rf end2end/node_modules end2end/test-results
