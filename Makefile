# Yiwen: `make` lists the targets. Two matter most: `make run` and `make test`.
# Both set up what they need on a fresh Debian machine with Go, gcc, make and Node.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# One set of build flags everywhere: another set would compile SQLite and the
# C++ of jieba a second time.
export GOFLAGS := -buildvcs=false -trimpath
export CGO_ENABLED := 1

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
DATA    ?= data
LISTEN  ?= 127.0.0.1:8080
SETS    ?= $(YIWEN_DATASETS)
FUZZTIME ?= 20s

WEB_SOURCES := $(shell find widget/src widget/vite docs/examples -type f 2>/dev/null) $(wildcard widget/*.json)

# One after the other, also with -j: tests promise times that a second suite
# beside them would break.
.NOTPARALLEL:
.PHONY: help build run test web unit vet figures race e2e faults bench eval quality fuzz fmt clean setup

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: web ## build bin/yiwen with the browser parts in it
	go build -ldflags '$(LDFLAGS)' -o bin/yiwen ./cmd/yiwen

run: build ## build everything and start the server with the demo shop
	@mkdir -p $(DATA)
	exec bin/yiwen serve --pack testdata/xingka --data $(DATA) --listen $(LISTEN) --demo

test: vet unit figures e2e race ## all that CI runs, what is quickest to fail first

web: widget/dist/.built ## build the browser parts into widget/dist

vet: ## gofmt, go vet, staticcheck
	@out=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$out" ] || { echo "gofmt these: $$out"; exit 1; }
	go vet ./...
	go tool staticcheck ./...

unit: widget/node_modules/.ready ## check the types of the browser parts and run their unit tests
	cd widget && npm run --silent check && npm run --silent test

figures: ## golden files and floors of understanding, which -race leaves out: they are arithmetic
	go test -run 'Quality|Recall|ComesFromOurOwnQuestions' ./cmd/yiwen

race: web ## the Go suite with the race detector, the faults among them
	go test -race -timeout 40m ./...

e2e: setup build ## browser tests on the built pages, in Debian's Chromium
	cd widget && npm run --silent e2e

faults: ## fifty times kill -9 under load (part of `race`)
	YIWEN_FAULTS=50 go test ./cmd/yiwen -run TestKill -count=1 -v -timeout 30m

bench: build ## benchmarks of the parts, then the socket load bench
	go test -run '^$$' -bench . -benchmem ./bot/... ./intents/... ./knowledge/... ./cmd/yiwen
	bin/yiwen bench --from-pack testdata/xingka

eval: build ## quality figures of the demo content (SETS=folder adds public sets)
	bin/yiwen eval --entries testdata/xingka/faq.yaml --leave-out
	for f in young mature oos; do bin/yiwen eval --entries testdata/xingka/faq.yaml --queries testdata/xingka/dev/$$f.jsonl; done
	if [ -n "$(SETS)" ]; then for d in $(SETS)/*/; do [ -f $$d/queries.jsonl ] && [ -f $$d/entries.jsonl ] || continue; \
	  echo "== $$d"; bin/yiwen eval --entries $$d/entries.jsonl --queries $$d/queries.jsonl; done; fi

quality: build ## every figure of understanding with its goal, in one table (SETS=folder adds public sets)
	bin/yiwen eval quality --pack testdata/xingka --sets "$(SETS)"

fuzz: ## fuzz every parser of foreign bytes, FUZZTIME (20s) each
	@for p in $$(go list ./...); do for f in $$(go test -list '^Fuzz' $$p | grep '^Fuzz' || true); do \
	  echo "$$p $$f"; go test $$p -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1s; done; done

fmt: ## format the Go code
	gofmt -w $$(git ls-files '*.go')

clean: ## remove what was built (not the data folder)
	rm -rf bin widget/node_modules widget/e2e/out
	find widget/dist -mindepth 1 -not -name placeholder.txt -delete

# What only tests need: a browser and a Chinese font for it.
setup:
	@if ! command -v chromium >/dev/null || ! fc-list :lang=zh 2>/dev/null | grep -q .; then \
	  sudo=; [ $$(id -u) = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq \
	    chromium fonts-wqy-zenhei fonts-noto-color-emoji fontconfig; fi

widget/node_modules/.ready: widget/package.json widget/package-lock.json
	cd widget && npm ci --no-audit --no-fund
	@touch $@

widget/dist/.built: widget/node_modules/.ready $(WEB_SOURCES)
	cd widget && npm run --silent build
	@touch $@
