# Postkeep's commands for people and for CI:
#
#   make demo     build the program and audit this host's configuration and a bad sample
#   make test     install what the tests need and run everything
#   make build    debug build          make release   static release program in .build/release
#   make lint     style check          make bench     figures against postconf
#   make man      man pages and completions from the commands
#   make install  PREFIX=/usr/local DESTDIR=     what make release has built; installs no packages
#   make uninstall  PREFIX=/usr/local DESTDIR=
#   make soak     the live tests at full length: more random cases, more snapshots, a kill at every system call
#   make fuzz     random input to the parsers
#   make live-check  ask this host's smtpd about the relay proof (root)

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
PROGRAM = .build/release/postkeep
# Nothing is linked at run time: the program runs on any x86-64 or arm64 Linux, with or without Swift.
RELEASE = -c release --static-swift-stdlib -Xswiftc -static-executable --product postkeep

.PHONY: demo test build release lint bench man install uninstall soak live-check fuzz packages test-packages bench-packages

packages:
	@.ci/install-packages build

test-packages:
	@.ci/install-packages test

bench-packages:
	@.ci/install-packages bench

build: packages
	$(SWIFT) build

release: packages
	$(SWIFT) build $(RELEASE)
	strip $(PROGRAM)

demo: release
	@if [ -r /etc/postfix/main.cf ]; then \
	  echo; echo "== This host's configuration: postkeep audit /etc/postfix"; echo; \
	  $(PROGRAM) audit /etc/postfix || true; \
	else echo; echo "== This host has no Postfix configuration."; fi
	@echo; echo "== A careless server: postkeep audit Fixtures/hosts/careless"; echo
	@$(PROGRAM) audit Fixtures/hosts/careless || true

test: test-packages
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

bench: release bench-packages
	$(SWIFT) build -c release --product queueloop --scratch-path .build-bench
	$(SWIFT) build -c release --product bench --scratch-path .build-bench
	.build-bench/release/bench $(PROGRAM) .build-bench/release/queueloop

man: release
	Tests/Documentation/generate

# Builds nothing: in the build of a package that has been done, and by root it would be done with other rights.
install:
	@[ -x $(PROGRAM) ] || { echo "There is no $(PROGRAM) yet. Build it first: make release" >&2; exit 66; }
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/postkeep
	for page in man/*.[1-8]; do \
	  install -D -m 644 $$page $(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/}; done
	install -D -m 644 man/completions/postkeep.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/postkeep
	install -D -m 644 man/completions/_postkeep $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_postkeep
	install -D -m 644 man/completions/postkeep.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/postkeep.fish
	for text in README.md CHANGELOG.md docs/*.md docs/*.svg docs/decisions/*.md docs/schemas/*.json; do \
	  install -D -m 644 $$text $(DESTDIR)$(PREFIX)/share/doc/postkeep/$$text; done

# Pages by their pattern, so that those of an older version go as well.
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/postkeep
	rm -f $(DESTDIR)$(PREFIX)/share/man/man[1-8]/postkeep.1 $(DESTDIR)$(PREFIX)/share/man/man[1-8]/postkeep-*.[1-8]
	rm -f $(DESTDIR)$(PREFIX)/share/bash-completion/completions/postkeep
	rm -f $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_postkeep
	rm -f $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/postkeep.fish
	rm -rf $(DESTDIR)$(PREFIX)/share/doc/postkeep

soak: test-packages
	POSTKEEP_SOAK=1 POSTKEEP_PAIRS=50000 POSTKEEP_SESSIONS=100000 POSTKEEP_PROOFS=300 POSTKEEP_ADDRESSES=100000 \
	  $(SWIFT) test --filter LivePostfixTests

# Asks this host's smtpd whether the relay proof is right about this host's configuration; root only.
live-check: release
	$(PROGRAM) relay --verify

fuzz: test-packages
	POSTKEEP_FUZZ_ROUNDS=200000 $(SWIFT) test --filter 'DocumentTests|DamagedFileTests'
