// Published test vectors: read where the environment variable VECTORS names their folder, never kept here.
#pragma once
#include <string>
#include <vector>

#include "port/json.hh"
#include "support/test.hh"

namespace doorward::tests {

/// For suites: `*boost::unit_test::precondition(with_vectors)`.
boost::test_tools::assertion_result with_vectors(boost::unit_test::test_unit_id);

/// A file of the folder; fails the test when it is not there.
std::string vector_text(const std::string& path);
port::Json vector_json(const std::string& path);
/// Names of the files in a folder of vectors, sorted.
std::vector<std::string> vector_files(const std::string& path);

/// Members that must be there.
const port::Json& at(const port::Json& object, std::string_view name);
const std::string& text_at(const port::Json& object, std::string_view name);

}  // namespace doorward::tests
