# doorward. `make help` lists what it does.
BUILD ?= build
SHELL := /bin/bash
.DEFAULT_GOAL := all

# These goals bring the Debian packages that they need; `make` alone only says which one is missing.
GOALS := $(or $(MAKECMDGOALS),all)
BRINGING := $(filter run up check asan coverage fuzz lint ci,$(GOALS))
config.mk: configure config.mk.in src/build.hh.in
	$(if $(BRINGING),packaging/stack/packages.sh build)
	./configure --quiet
# The committed configure serves where autoconf is missing, whatever times a clone gave the files.
configure: configure.ac
	if command -v autoconf >/dev/null; then autoconf; else touch $@; fi
ifneq ($(filter-out help down clean format,$(GOALS)),)
include config.mk
endif

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
	$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c $< -o $@

# The files of sql/ are part of the programs, so that doorwardctl stands alone.
SQL_FILES := $(wildcard sql/*.sql sql/*/*.sql)
$(BUILD)/sql_files.cc: sql/embed.sh $(SQL_FILES)
	@mkdir -p $(@D)
	sql/embed.sh $(filter-out sql/schema.sql,$(SQL_FILES)) > $@
$(BUILD)/sql_files.o: $(BUILD)/sql_files.cc
	$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/libdoorward.a: $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(PROGRAMS): $(BUILD)/%: $(BUILD)/src/main/%.o $(BUILD)/libdoorward.a
	$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS)

# Boost.Test is header-only here; its header is compiled once.
$(BUILD)/tests/test.hh.gch: tests/support/test.hh config.mk
	@mkdir -p $(@D)
	$(CXX) $(CPPFLAGS) $(CXXFLAGS) -x c++-header -c $< -o $@
$(BUILD)/tests/%.o: tests/%.cc $(BUILD)/tests/test.hh.gch
	@mkdir -p $(@D)
	$(CXX) -I$(BUILD)/tests $(CPPFLAGS) -Itests $(CXXFLAGS) -include $(BUILD)/tests/test.hh -MMD -MP -c $< -o $@
# What several test programs share; an archive, so that each takes only what it uses.
SUPPORT := $(BUILD)/tests/support/main.o $(BUILD)/tests/libsupport.a
$(BUILD)/tests/libsupport.a: $(patsubst %.cc,$(BUILD)/%.o,$(filter-out %/main.cc,$(wildcard tests/support/*.cc)))
	@rm -f $@
	$(AR) rcs $@ $^
define test_program
$(BUILD)/tests/$(1)/run: $(patsubst %.cc,$(BUILD)/%.o,$(wildcard tests/$(1)/*_test.cc)) $(SUPPORT) $(BUILD)/libdoorward.a
	$$(CXX) $$(LDFLAGS) -o $$@ $$^ $$(LIBS) -lboost_unit_test_framework
endef
$(foreach room,$(TEST_ROOMS),$(eval $(call test_program,$(room))))

tests: $(TESTS)
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

.PHONY: all tests help
.PRECIOUS: $(BUILD)/%.o
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
