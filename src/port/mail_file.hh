// Mail into a folder: one message in one file, for development and for hosts that collect it there.
#pragma once
#include <string>
#include <string_view>

namespace doorward::port {

/// `folder`/`name`.eml, mode 0600, complete or not there. Failure(DEPENDENCY_DOWN) when it cannot be written.
void write_mail_file(const std::string& folder, std::string_view name, std::string_view message);

}  // namespace doorward::port
