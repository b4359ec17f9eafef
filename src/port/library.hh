// A shared library that is opened at its first need: for a short life (a CGI request, a worker's first answer) the
// loader's work for the large ones is most of the cost.
#pragma once

namespace doorward::port {

class Library {
 public:
  /// By its soname; it stays open as long as the process lives. Throws Failure with the loader's words.
  explicit Library(const char* name);
  /// Throws Failure when the library has no such function.
  template <class Function>
  Function* find(const char* function) const {
    return reinterpret_cast<Function*>(symbol(function));
  }

 private:
  void* symbol(const char* function) const;

  const char* name_;
  void* opened_;
};

}  // namespace doorward::port
