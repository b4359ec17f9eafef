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
FastcgiRecords judged(std::string_view input, std::size_t piece) {
  FastcgiRecords records(limits, 7);
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
  return records;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto whole = judged(input, size + 1), pieces = judged(input, 3);
  hold(whole.state() == pieces.state());
  hold(whole.checked == pieces.checked);
  hold(whole.replies == pieces.replies);
  hold(whole.begun() || whole.checked.empty());
  // Empty and padded records weigh nothing of the limits, but each cost the peer as many bytes.
  hold(whole.checked.size() <= size);
  hold(whole.replies.size() <= 64 * (size / 8 + 1));
  return 0;
}
