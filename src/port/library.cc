#include "port/library.hh"

#include <dlfcn.h>

#include "base/error.hh"

namespace doorward::port {

Library::Library(const char* name) : name_(name), opened_(::dlopen(name, RTLD_NOW | RTLD_LOCAL)) {
  if (!opened_) throw Failure(std::string("cannot open a library: ") + ::dlerror());
}

void* Library::symbol(const char* function) const {
  void* found = ::dlsym(opened_, function);
  if (!found) throw Failure(std::string(name_) + " has no " + function);
  return found;
}

}  // namespace doorward::port
