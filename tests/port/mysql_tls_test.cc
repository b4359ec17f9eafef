// TLS to the database: demanded, verified, and looked at after connecting.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "port/mysql.hh"
#include "support/catalogue.hh"
#include "support/test.hh"

using namespace doorward;

namespace {

/// A port that was free a moment ago.
int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = ::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(fd);
  if (!bound) throw Failure("no free port");
  return ntohs(address.sin_port);
}

/// A CA with one certificate for 127.0.0.1, and a CA that signed nothing, made by openssl.
struct Certificates {
  std::filesystem::path folder;
  Certificates() {
    std::string name = std::filesystem::temp_directory_path() / "doorward-tls.XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw Failure("mkdtemp failed");
    folder = name;
    const std::string make =
        "set -e; cd " + name +
        "; exec >openssl.log 2>&1; chmod 755 .\n"
        "for ca in ca other; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
        "-keyout $ca.key -out $ca.pem -subj /CN=$ca; done\n"
        "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj "
        "/CN=server\n"
        "echo 'subjectAltName=IP:127.0.0.1' >names\n"
        "openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out "
        "server.pem\n"
        "chmod 644 server.key\n";
    if (std::system(make.c_str()) != 0) throw Failure("openssl failed: see " + name);
  }
  ~Certificates() { std::filesystem::remove_all(folder); }
  std::string file(const std::string& name) const { return folder / name; }
};

const Certificates& certificates() {
  static const Certificates made;
  return made;
}

/// The account is allowed from everywhere, as it is where the database is on another host.
struct Server {
  int port = free_port();
  tests::Stack stack;
  explicit Server(const std::string& more)
      : stack("--skip-networking=0 --bind-address=127.0.0.1 --port=" + std::to_string(port) + more) {
    tests::World world({}, stack, tests::Isolation::accounts);
    port::MySql admin(world.config, {"doorward_owner", Secret(stack.admin_password())});
    admin.execute("CREATE USER 'far'@'127.0.0.1' IDENTIFIED BY 'far'");
    admin.execute("GRANT SELECT ON doorward_accounts.v_installation TO 'far'@'127.0.0.1'");
    config = world.config;
  }
  std::string cipher(const std::string& ca, const std::string& host = "127.0.0.1") {
    Config with = config;
    with.database.hosts = {host + ":" + std::to_string(port)};
    with.database.tls_ca = ca.empty() ? "" : certificates().file(ca);
    port::MySql mysql(with, {"far", Secret("far")});
    std::string found;
    mysql.each("SHOW SESSION STATUS LIKE 'Ssl_cipher'", {}, [&](const auto& row) { found = row.text(1); });
    return found;
  }
  Config config;
};

bool is_down(const Failure& e) { return e.code() == Code::DEPENDENCY_DOWN; }

}  // namespace

BOOST_AUTO_TEST_SUITE(mysql_tls)

BOOST_AUTO_TEST_CASE(the_right_ca_and_name_connect_encrypted_and_others_do_not) {
  const auto file = [](const char* name) { return certificates().file(name); };
  Server server(" --ssl-ca=" + file("ca.pem") + " --ssl-cert=" + file("server.pem") +
                " --ssl-key=" + file("server.key"));
  BOOST_TEST(server.cipher("ca.pem") != "");
  BOOST_TEST(server.cipher("") == "");
  BOOST_CHECK_EXCEPTION(server.cipher("other.pem"), Failure, is_down);
  BOOST_CHECK_EXCEPTION(server.cipher("ca.pem", "localhost"), Failure, is_down);
}

BOOST_AUTO_TEST_CASE(a_server_without_tls_is_refused_where_it_is_demanded) {
  Server server(tests::Stack::mysql() ? " --tls-version=" : " --skip-ssl");
  BOOST_TEST(server.cipher("") == "");
  BOOST_CHECK_EXCEPTION(server.cipher("ca.pem"), Failure, is_down);
}

BOOST_AUTO_TEST_SUITE_END()
