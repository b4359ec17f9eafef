// Where a name leads is looked at for each connection, so that no second answer of its name server leads inside.
#include "port/https_get.hh"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "base/error.hh"
#include "base/network.hh"
#include "base/text.hh"

namespace doorward::port {
namespace {

std::optional<Address> address_of(const sockaddr& socket_address) {
  Address address;
  if (socket_address.sa_family == AF_INET6) {
    sockaddr_in6 six{};
    std::memcpy(&six, &socket_address, sizeof six);
    std::memcpy(address.bytes.data(), &six.sin6_addr, sizeof six.sin6_addr);
    return address;
  }
  if (socket_address.sa_family != AF_INET) return std::nullopt;
  sockaddr_in four{};
  std::memcpy(&four, &socket_address, sizeof four);
  std::array<char, INET_ADDRSTRLEN> text{};
  inet_ntop(AF_INET, &four.sin_addr, text.data(), text.size());
  return Address::parse(text.data());
}

struct Reader {
  std::size_t most;
  const std::vector<Network>& near;
  std::string document{};
  bool too_long = false;
  std::string inside{};  // where nothing was asked

  static std::size_t take(const char* data, std::size_t size, std::size_t count, void* self) {
    auto& reader = *static_cast<Reader*>(self);
    reader.too_long = size * count > reader.most - reader.document.size();
    if (reader.too_long) return 0;
    reader.document.append(data, size * count);
    return size * count;
  }
  static curl_socket_t open(void* self, curlsocktype, curl_sockaddr* wanted) {
    auto& reader = *static_cast<Reader*>(self);
    const auto address = address_of(wanted->addr);
    if (!address || !(on_the_internet(*address) || within(reader.near, *address))) {
      reader.inside = address ? address->text() : "an unknown kind of address";
      return CURL_SOCKET_BAD;
    }
    return ::socket(wanted->family, wanted->socktype | SOCK_CLOEXEC, wanted->protocol);
  }
};

struct Easy {
  Easy() : curl(curl_easy_init()) {
    if (!curl) throw Failure("libcurl does not begin");
  }
  ~Easy() {
    curl_easy_cleanup(curl);
    curl_slist_free_all(instead);
  }
  Easy(const Easy&) = delete;
  Easy& operator=(const Easy&) = delete;

  template <class T>
  void set(CURLoption option, T value) {
    if (curl_easy_setopt(curl, option, value) != CURLE_OK) throw Failure("libcurl does not know an option of ours");
  }
  CURL* curl;
  curl_slist* instead = nullptr;
};

void prepare(Easy& easy, const Fetch& wanted, Reader& reader) {
  easy.set(CURLOPT_PROTOCOLS_STR, "https");
  easy.set(CURLOPT_URL, wanted.url.c_str());
  easy.set(CURLOPT_PROXY, "");
  easy.set(CURLOPT_NOSIGNAL, 1L);
  easy.set(CURLOPT_QUICK_EXIT, 1L);  // nobody waits for a name server after the time is over
  easy.set(CURLOPT_FOLLOWLOCATION, 0L);
  easy.set(CURLOPT_TIMEOUT_MS, long(std::chrono::duration_cast<std::chrono::milliseconds>(wanted.timeout).count()));
  easy.set(CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
  easy.set(CURLOPT_WRITEFUNCTION, &Reader::take);
  easy.set(CURLOPT_WRITEDATA, &reader);
  if (!wanted.ca.empty()) easy.set(CURLOPT_CAINFO, wanted.ca.c_str());
  if (wanted.ask_at.empty()) {
    easy.set(CURLOPT_OPENSOCKETFUNCTION, &Reader::open);
    easy.set(CURLOPT_OPENSOCKETDATA, &reader);
  } else {
    easy.instead = curl_slist_append(nullptr, ("::" + wanted.ask_at).c_str());
    easy.set(CURLOPT_CONNECT_TO, easy.instead);
  }
}

}  // namespace

Fetched https_get(const Fetch& wanted) {
  Reader reader{wanted.most, wanted.near};
  Easy easy;
  prepare(easy, wanted, reader);
  const CURLcode done = curl_easy_perform(easy.curl);
  if (!reader.inside.empty() && done != CURLE_OK)
    return {{}, "its name leads to " + reader.inside + ", which is not on the internet"};
  if (done != CURLE_OK && !reader.too_long) return {{}, header_safe(curl_easy_strerror(done))};
  long status = 0;
  curl_easy_getinfo(easy.curl, CURLINFO_RESPONSE_CODE, &status);
  if (status != 200) return {{}, "the answer is " + std::to_string(status), int(status)};
  if (reader.too_long) return {{}, "it is longer than " + std::to_string(wanted.most) + " bytes", int(status)};
  return {std::move(reader.document), "", int(status)};
}

}  // namespace doorward::port
