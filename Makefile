# doorward. `make help` lists what it does.
BUILD ?= build
SHELL := /bin/bash
.DEFAULT_GOAL := all
JOBS ?= $(shell nproc)
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(JOBS)
endif

# The private stack (make run, up, down): where it lives and on which ports of 127.0.0.1.
export VAR ?= var
export PORT ?= 8080
export APACHE_PORT ?= 8081
export CGI_PORT ?= $(shell echo $$(($(APACHE_PORT) + 1)))
export FCGI_PORT ?= $(shell echo $$(($(APACHE_PORT) + 2)))
export SETTINGS ?=
export BUILD

# These goals bring the Debian packages that they need; `make` alone only says which one is missing.
GOALS := $(or $(MAKECMDGOALS),all)
BRINGING := $(filter run up check check-mysql check-galera chaos bench costs asan coverage fuzz lint lint-changed,$(GOALS))
config.mk: configure config.mk.in src/build.hh.in
	$(if $(BRINGING),packaging/stack/packages.sh build)
	./configure --quiet
# The committed configure serves where autoconf is missing, whatever times a clone gave the files.
configure: configure.ac
	if command -v autoconf >/dev/null; then autoconf; else touch $@; fi
ifneq ($(filter-out help down clean format,$(GOALS)),)
include config.mk
endif
# The loader looks for every symbol in the libraries in this order: those that have most of them come first.
LIBS := -lstdc++ -lcrypto $(LIBS)

# One short line for each file made; V=1 shows the commands.
quietly = $(if $(V),,@echo "  $@";)
HARDENING = -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE -fcf-protection
WARNINGS  = -Wall -Wextra -Wpedantic -Werror
OPTIMIZE ?= -O2 -g
CPPFLAGS += -Isrc
CXXFLAGS += -std=c++20 $(OPTIMIZE) $(WARNINGS) $(HARDENING) $(SANITIZE)
LDFLAGS  += -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(SANITIZE)

SOURCES := $(filter-out src/main/%,$(wildcard src/*/*.cc))
OBJECTS := $(SOURCES:%.cc=$(BUILD)/%.o) $(BUILD)/sql_files.o
PROGRAMS := $(patsubst src/main/%.cc,$(BUILD)/%,$(wildcard src/main/*.cc))
TEST_ROOMS := $(filter-out support,$(sort $(notdir $(patsubst %/,%,$(dir $(wildcard tests/*/*_test.cc))))))
TESTS := $(TEST_ROOMS:%=$(BUILD)/tests/%/run)

all: $(PROGRAMS) ## build doorward and doorwardctl

$(BUILD)/%.o: %.cc config.mk
	@mkdir -p $(@D)
	$(quietly)$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c $< -o $@

# The files of sql/ are part of the programs, so that doorwardctl stands alone.
SQL_FILES := $(wildcard sql/*.sql sql/*/*.sql)
$(BUILD)/sql_files.cc: sql/embed.sh $(SQL_FILES)
	@mkdir -p $(@D)
	sql/embed.sh $(filter-out sql/schema.sql,$(SQL_FILES)) > $@
$(BUILD)/sql_files.o: $(BUILD)/sql_files.cc
	$(quietly)$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/libdoorward.a: $(OBJECTS)
	@rm -f $@
	$(quietly)$(AR) rcs $@ $^

$(PROGRAMS): $(BUILD)/%: $(BUILD)/src/main/%.o $(BUILD)/libdoorward.a
	$(quietly)$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS)

# Boost.Test's header is compiled once. Tests are not optimized: they are compiled more often than they run.
# With these words ccache keeps what was compiled with that header too.
export CCACHE_SLOPPINESS ?= pch_defines,time_macros
TESTFLAGS = $(CXXFLAGS) -O0 -g1 -U_FORTIFY_SOURCE -fpch-preprocess
$(BUILD)/tests/test.hh.gch: tests/support/test.hh config.mk Makefile
	@mkdir -p $(@D)
	$(quietly)$(CXX) $(CPPFLAGS) $(TESTFLAGS) -x c++-header -c $< -o $@
$(BUILD)/tests/%.o: tests/%.cc $(BUILD)/tests/test.hh.gch
	@mkdir -p $(@D)
	$(quietly)$(CXX) -I$(BUILD)/tests $(CPPFLAGS) -Itests $(TESTFLAGS) -include $(BUILD)/tests/test.hh -MMD -MP -c $< -o $@
# What several test programs share; an archive, so that each takes only what it uses.
SUPPORT := $(BUILD)/tests/support/main.o $(BUILD)/tests/libsupport.a
$(BUILD)/tests/libsupport.a: $(patsubst %.cc,$(BUILD)/%.o,$(filter-out %/main.cc,$(wildcard tests/support/*.cc)))
	@rm -f $@
	$(quietly)$(AR) rcs $@ $^
define test_program
$(BUILD)/tests/$(1)/run: $(patsubst %.cc,$(BUILD)/%.o,$(wildcard tests/$(1)/*_test.cc)) $(SUPPORT) $(BUILD)/libdoorward.a
	$$(quietly)$$(CXX) $$(LDFLAGS) -o $$@ $$^ $$(LIBS) -lboost_unit_test_framework
endef
$(foreach room,$(TEST_ROOMS),$(eval $(call test_program,$(room))))
# One fuzz target per parser: tests/fuzz/<parser>.cc with its corpus; check replays the corpus, fuzz looks for more.
FUZZ_TARGETS := $(patsubst tests/fuzz/%.cc,%,$(wildcard tests/fuzz/*.cc))
FUZZ_REPLAYS := $(FUZZ_TARGETS:%=$(BUILD)/fuzz/replay/%)
FUZZ_TIME ?= 60
$(BUILD)/fuzz/%.o: tests/fuzz/%.cc config.mk
	@mkdir -p $(@D)
	$(quietly)$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c $< -o $@
$(FUZZ_REPLAYS): $(BUILD)/fuzz/replay/%: $(BUILD)/fuzz/%.o $(BUILD)/fuzz/support/replay.o $(BUILD)/libdoorward.a
	@mkdir -p $(@D)
	$(quietly)$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS)
$(BUILD)/fuzz/search/%: $(BUILD)/fuzz/%.o $(BUILD)/libdoorward.a
	@mkdir -p $(@D) tests/fuzz/corpus/$*
	$(quietly)$(CXX) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)
	$@ -max_total_time=$(FUZZ_TIME) -timeout=5 -print_final_stats=1 $(BUILD)/fuzz/found tests/fuzz/corpus/$*
# The yardsticks of make bench, built as the service is.
YARD := $(BUILD)/bench
YARDSTICKS := $(addprefix $(YARD)/,empty remembering argon2 transaction fill start linked nothing)
$(YARD)/%.o: tests/bench/yard/%.cc config.mk
	@mkdir -p $(@D)
	$(quietly)$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c $< -o $@
$(YARD)/start: $(YARD)/start.o
	$(quietly)$(CXX) $(LDFLAGS) -o $@ $^
$(YARD)/empty $(YARD)/remembering $(YARD)/transaction: LIBS += -lfcgi
$(YARD)/empty $(YARD)/remembering: $(YARD)/%: $(YARD)/%.o $(YARD)/crew.o
	$(quietly)$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS)
$(YARD)/transaction: $(YARD)/crew.o
$(YARD)/argon2 $(YARD)/transaction $(YARD)/fill: $(YARD)/%: $(YARD)/%.o $(BUILD)/libdoorward.a
	$(quietly)$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS)
# All that doorward itself asks the loader for, used or not, and what it opens for its first connection.
$(YARD)/linked: $(YARD)/linked.o $(BUILD)/doorward
	$(quietly)$(CXX) $(LDFLAGS) -Wl,--no-as-needed -o $@ $< $$(objdump -p $(BUILD)/doorward | sed -n 's/ *NEEDED */-l:/p') -lmysqlcppconn
$(YARD)/nothing: tests/bench/yard/nothing.c config.mk
	@mkdir -p $(@D)
	$(quietly)$(CC) -O2 -o $@ $<
tests: $(TESTS) $(FUZZ_REPLAYS) $(YARDSTICKS)

run: all ## the private stack on 127.0.0.1, in the foreground; Ctrl-C ends it
	@exec packaging/stack/run.sh
up: all ## the same in the background; returns when it is healthy (VAR= PORT= APACHE_PORT= CGI_PORT= FCGI_PORT= SETTINGS=)
	@packaging/stack/up.sh
down: ## ends what `make up` started
	@packaging/stack/down.sh

check: all tests ## every test (VECTORS=folder: published answers too; ONLY="model wire": some)
	@tests/support/check.sh
# The rooms that speak with the database, on each MySQL of tests/support/mysql.list (MYSQL=9.7: that one).
MYSQL ?= 9.7 8.4 8.0
check-mysql: all tests ## the tests that need a database, on MySQL 9.7, 8.4 and 8.0 (MYSQL=9.7, ONLY="store wire": some)
	@for release in $(MYSQL); do echo "MySQL $$release"; DOORWARD_TEST_SERVER=mysql-$$release \
	  ONLY="$(or $(ONLY),port store service endpoint route command door)" tests/support/check.sh || exit 1; done
# First one node, on which the rooms of ONLY run, then three: what races, is lost or comes back between them.
check-galera: all tests ## MariaDB Galera: store and service on one node (ONLY=…), races and lost nodes on three (DOORWARD_TEST_ROUNDS=10000)
	@DOORWARD_TEST_SERVER=galera ONLY="$(or $(ONLY),store service)" tests/support/check.sh
	@DOORWARD_TEST_SERVER=galera DOORWARD_TEST_CLUSTER=three ONLY=cluster tests/support/check.sh
# GCC's maybe-uninitialized warns wrongly where sanitizers instrument.
asan: ## every test under address and undefined-behaviour sanitizers
	$(MAKE) check BUILD=build/asan OPTIMIZE="-O0 -g1" HARDENING="-fPIE" WARNINGS="$(WARNINGS) -Wno-maybe-uninitialized" \
	  SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
coverage: ## which lines the tests reach
	packaging/stack/packages.sh coverage
	$(MAKE) check BUILD=build/coverage OPTIMIZE="-O0 -g" HARDENING="-fPIE" SANITIZE="--coverage"
	gcovr --root . --filter src/ --print-summary build/coverage
fuzz: ## each fuzz target for FUZZ_TIME seconds, with clang's libFuzzer
	packaging/stack/packages.sh fuzz
	@mkdir -p build/libfuzzer/fuzz/found
	$(MAKE) -j1 $(FUZZ_TARGETS:%=build/libfuzzer/fuzz/search/%) BUILD=build/libfuzzer CXX=clang++ WARNINGS= \
	  HARDENING="-fPIE" SANITIZE="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
bench: all $(YARDSTICKS) ## measures against yardsticks from this tree; writes VAR/bench.json (QUICK=1: under a minute; STRICT=1: a missed target fails)
	@tests/bench/run.sh
costs: all ## counts anew what each hot route costs: tests/costs/expected.txt
	@tests/costs/run.sh
chaos: all ## what is measured and not asserted: does the time of a refused log-in tell why?
	@tests/chaos/run.sh

format: ## clang-format, in place
	clang-format -i $(wildcard src/*/*.cc src/*/*.hh tests/*/*.cc tests/*/*.hh tests/*/*/*.cc tests/*/*/*.hh)
lint: config.mk $(BUILD)/sql_files.cc ## clang-tidy and the format check over everything
	packaging/lint.sh all
lint-changed: config.mk ## the same over what changed since main's last landing
	packaging/lint.sh changed

docs: all ## renew what the programs print under docs/
	$(BUILD)/doorward --print routes > docs/routes.txt
	$(BUILD)/doorward --print config > docs/config.txt
	$(BUILD)/doorward --print errors > docs/errors.txt
	$(BUILD)/doorward --print metrics > docs/metrics.txt
	packaging/man.sh docs/man

INSTALL = install -D -m
SHARE = $(DESTDIR)$(prefix)/share/doorward
install: all ## into prefix (default /usr/local) under DESTDIR
	@for program in $(PROGRAMS); do $(INSTALL) 755 $$program $(DESTDIR)$(prefix)/bin/$${program##*/} || exit 1; done
	@for file in $$(find pages nginx apache clients -type f); do $(INSTALL) 644 $$file $(SHARE)/$$file || exit 1; done
	@for file in grafana/doorward.json prometheus/doorward.rules.yml; do \
	  $(INSTALL) 644 packaging/$$file $(SHARE)/$$file || exit 1; done
	@for page in $(wildcard docs/man/*.[1-8]); do \
	  $(INSTALL) 644 $$page $(DESTDIR)$(prefix)/share/man/man$${page##*.}/$${page##*/} || exit 1; done
	@for unit in packaging/systemd/*; do \
	  $(INSTALL) 644 /dev/stdin $(DESTDIR)$(prefix)/lib/systemd/system/$${unit##*/} \
	    < <(sed 's|@PREFIX@|$(prefix)|g' $$unit) || exit 1; done
	@sed 's|@PREFIX@|$(prefix)|g' packaging/cron/doorward-tick | $(INSTALL) 644 /dev/stdin $(SHARE)/cron/doorward-tick
	@$(INSTALL) 644 /dev/stdin $(SHARE)/doorward.conf.sample \
	  < <($(BUILD)/doorward --print config | sed 's|^#dir = /usr/share/doorward/pages|dir = $(prefix)/share/doorward/pages|')

dist: config.mk ## doorward-VERSION.tar.gz
	@files=$$(git ls-files 2>/dev/null || find . -type f -not -path './build*' -not -path './var*'); \
	  tar -czf doorward-$(VERSION).tar.gz --transform 's|^\./||;s|^|doorward-$(VERSION)/|' $$files
	@echo doorward-$(VERSION).tar.gz
clean: ## what was built
	rm -rf build
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

.PHONY: all tests run up down check check-mysql check-galera asan coverage bench costs chaos fuzz format lint lint-changed docs install dist clean help
.PRECIOUS: $(BUILD)/%.o
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
