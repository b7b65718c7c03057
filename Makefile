# Dutchbook. `make run` shows it at work; `make test` runs everything that CI runs.

.POSIX:
.PHONY: run build test setup format lint bench docs fuzz clean clean-root help

ARGS =

help:
	@echo "make run          install what is missing, build, run the demo (ARGS='--json out.json')"
	@echo "make test         install what is missing, run every check that CI runs"
	@echo "make build        release build of the dutchbook executable"
	@echo "make format       rewrite the sources in the project's format"
	@echo "make lint         check the format without changing anything"
	@echo "make bench        build and run the benchmarks"
	@echo "make docs         build the DocC pages into .build/docs"
	@echo "make fuzz         fuzz every target for a minute (SECONDS_EACH=60)"
	@echo "make clean        remove everything that was built"
	@echo "make clean-root   make run and make test in a fresh Debian root (ROOT=folder, as root)"

run: build
	@exec .build/release/dutchbook demo $(ARGS)

build: setup
	@scripts/stage.sh "release build" swift build -c release --product dutchbook

setup:
	@scripts/setup.sh

test:
	@scripts/setup.sh --test
	@scripts/test.sh

format:
	@python3 scripts/wrap_comments.py Sources Tests Benchmarks
	@swift format -i -r -p Package.swift Sources Tests Benchmarks

lint:
	@swift format lint -r -p --strict Package.swift Sources Tests Benchmarks

bench:
	@scripts/setup.sh --test
	@scripts/stage.sh "benchmark build" swift build -c release --product Benchmarks
	@exec .build/release/Benchmarks $(ARGS)

docs: setup
	@scripts/docs.sh

SECONDS_EACH = 60

fuzz: setup
	@scripts/fuzz.sh $(SECONDS_EACH)

clean:
	rm -rf .build

ROOT = /var/tmp/dutchbook-root

clean-root:
	@scripts/clean-root.sh $(ROOT)
