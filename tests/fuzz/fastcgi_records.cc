// Any bytes as FastCGI records: whole or in pieces the judgement is the same, and never more is kept than allowed.
#include "port/fastcgi_records.hh"

#include <cstdint>
#include <cstdlib>

using doorward::port::FastcgiLimits;
using doorward::port::FastcgiRecords;

namespace {

constexpr FastcgiLimits limits{1024, 512};

void hold(bool rule) {
  if (!rule) std::abort();
}

/// The records of one request, given in pieces of `piece` bytes.
void judge(FastcgiRecords& records, std::string_view input, std::size_t piece) {
  std::string unread;
  for (std::size_t at = 0; at < input.size(); at += piece) {
    unread.append(input.substr(at, piece));
    for (;;) {
      const auto before = records.state();
      std::string_view bytes = unread;
      records.take(bytes);
      unread.erase(0, unread.size() - bytes.size());
      if (records.state() == before || records.state() != FastcgiRecords::State::body) break;
    }
    if (records.state() != FastcgiRecords::State::parameters && records.state() != FastcgiRecords::State::body) break;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  FastcgiRecords whole(limits), pieces(limits);
  judge(whole, input, size + 1);
  judge(pieces, input, 3);
  hold(whole.state() == pieces.state());
  hold(whole.parameters() == pieces.parameters());
  hold(whole.body() == pieces.body());
  hold(whole.replies == pieces.replies);
  hold(whole.begun() || (whole.parameters().empty() && whole.body().empty()));
  hold(!whole.unclean() || whole.parameters().empty());
  std::size_t content = 0;
  for (const auto& [name, value] : whole.parameters()) content += name.size() + value.size();
  hold(content <= limits.parameters && whole.body().size() <= limits.body);
  for (const auto& [name, value] : whole.parameters())
    hold(!name.empty() && name.find('=') == name.npos &&
         (std::string(name) + std::string(value)).find('\0') == name.npos);
  hold(whole.replies.size() <= 64 * (size / 8 + 1));
  return 0;
}
