// Which word of the conversation an answer belongs to decides what it says of the message: refusing a recipient or the
// content is about this message; refusing us, our sender or our password is about all of them.
#include "port/smtp.hh"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/error.hh"
#include "base/text.hh"

namespace doorward::port {
namespace {

constexpr std::size_t longest_reply = 200;

long milliseconds(Span span) { return long(std::chrono::duration_cast<std::chrono::milliseconds>(span).count()); }

/// On this host nobody listens in between.
bool loopback(const std::string& host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

struct Recipients {
  explicit Recipients(const std::string& to) : list(curl_slist_append(nullptr, to.c_str())) {}
  ~Recipients() { curl_slist_free_all(list); }
  Recipients(const Recipients&) = delete;
  Recipients& operator=(const Recipients&) = delete;
  curl_slist* list;
};

}  // namespace

struct Smtp::Talk {
  explicit Talk(const Config& config) : config(config.mail), curl(curl_easy_init()) {
    if (!curl) throw Failure("libcurl does not begin");
  }
  ~Talk() { curl_easy_cleanup(curl); }
  Talk(const Talk&) = delete;
  Talk& operator=(const Talk&) = delete;

  template <class T>
  void set(CURLoption option, T value) {
    if (curl_easy_setopt(curl, option, value) != CURLE_OK) throw Failure("libcurl does not know an option of ours");
  }

  void prepare(const std::string& from, const Recipients& to) {
    curl_easy_reset(curl);  // the connection stays
    const bool v6 = config.host.find(':') != std::string::npos;
    const std::string host = v6 ? "[" + config.host + "]" : config.host;
    const std::string url =
        (config.security == "tls" ? "smtps://" : "smtp://") + host + ":" + std::to_string(config.port);
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT_MS, milliseconds(config.timeout));
    // Also for the QUIT at the end, for which libcurl would wait two minutes.
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, std::max(1L, milliseconds(config.timeout) / 1000));
    set(CURLOPT_USE_SSL, long(config.security == "none" ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    set(CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    if (!config.ca.empty()) set(CURLOPT_CAINFO, config.ca.c_str());
    if (!config.user.empty()) {
      set(CURLOPT_USERNAME, config.user.c_str());
      set(CURLOPT_PASSWORD, std::string(config.password.reveal()).c_str());
    }
    set(CURLOPT_MAIL_FROM, from.c_str());
    set(CURLOPT_MAIL_RCPT, to.list);
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &Talk::read);
    set(CURLOPT_READDATA, this);
    set(CURLOPT_VERBOSE, 1L);  // what is said is heard below, and printed nowhere
    set(CURLOPT_DEBUGFUNCTION, &Talk::hear);
    set(CURLOPT_DEBUGDATA, this);
    set(CURLOPT_ERRORBUFFER, trouble.data());
  }

  Delivery attempt(const std::string& message) {
    left = message;
    word.clear();
    reply.clear();
    over = false;
    trouble.fill('\0');
    const CURLcode done = curl_easy_perform(curl);
    if (done == CURLE_OK) return {Sent::taken};
    long code = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    return judged(done, int(code));
  }

  Delivery judged(CURLcode done, int code) const {
    const bool answered = code >= 400 && reply.starts_with(std::to_string(code));
    const std::string said = trouble[0] ? trouble.data() : curl_easy_strerror(done);
    const std::string why = header_safe(answered ? word + ": " + reply : said).substr(0, longest_reply);
    const bool about_it = word == "RCPT" || word == "DATA";
    if (!answered || !about_it || code == 421) return {Sent::away, why};
    return {code >= 500 ? Sent::refused : Sent::later, why};
  }

  bool kept_connection() const {
    long made = 1;
    curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &made);
    return made == 0;
  }

  static std::size_t read(char* into, std::size_t size, std::size_t count, void* self) {
    auto& left = static_cast<Talk*>(self)->left;
    const std::size_t take = std::min(size * count, left.size());
    std::memcpy(into, left.data(), take);
    left.remove_prefix(take);
    return take;
  }

  /// The word of the last command and the server's last line; never more of what was sent.
  static int hear(CURL*, curl_infotype kind, char* data, std::size_t size, void* self) {
    auto& talk = *static_cast<Talk*>(self);
    const std::string_view line = trim({data, size});
    talk.over = talk.over || (kind == CURLINFO_HEADER_OUT && line.starts_with("QUIT"));
    if (talk.over) return 0;  // what counts was said before
    if (kind == CURLINFO_HEADER_OUT) {
      talk.word.clear();
      for (const std::string_view known : {"EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"})
        if (line.starts_with(known)) talk.word = known;
      talk.reply.clear();
    }
    if (kind == CURLINFO_HEADER_IN) talk.reply = line;
    return 0;
  }

  const decltype(Config::mail) config;
  CURL* curl;
  std::string_view left;
  std::string word, reply;
  bool over = false;
  std::array<char, CURL_ERROR_SIZE> trouble{};
};

Smtp::Smtp(const Config& config) : talk_(std::make_unique<Talk>(config)) {}
Smtp::~Smtp() = default;

Delivery Smtp::send(const std::string& from, const std::string& to, const std::string& message) {
  const auto& config = talk_->config;
  if (!config.user.empty() && config.security == "none" && !loopback(config.host))
    return {Sent::away, "mail.password is not sent without TLS: set mail.security"};
  const Recipients recipients(to);
  talk_->prepare(from, recipients);
  auto delivery = talk_->attempt(message);
  const bool untouched = delivery.sent == Sent::away && talk_->kept_connection() && talk_->word != "DATA";
  return untouched ? talk_->attempt(message) : delivery;
}

}  // namespace doorward::port
