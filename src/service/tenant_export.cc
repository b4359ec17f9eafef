// The file grows beside its place and is moved there when it is whole and on the disk.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/text.hh"
#include "port/sealed_file.hh"
#include "port/unicode.hh"
#include "service/event.hh"
#include "service/event_chain.hh"
#include "service/tenant_move.hh"
#include "service/tenant_text.hh"
#include "store/tenants.hh"

namespace doorward::service {
namespace {

constexpr std::size_t passphrase_least = 12;

/// Gone with what was written, unless it was kept.
class GrowingFile {
 public:
  explicit GrowingFile(std::string path) : path_(std::move(path)), part_(path_ + ".part") {
    ::unlink(part_.c_str());
    const int fd = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) throw Failure("cannot make " + part_ + ": " + std::strerror(errno));
    ::close(fd);
  }
  GrowingFile(const GrowingFile&) = delete;
  GrowingFile& operator=(const GrowingFile&) = delete;
  ~GrowingFile() { ::unlink(part_.c_str()); }
  std::ofstream open() const { return std::ofstream(part_, std::ios::binary | std::ios::trunc); }
  void keep() {
    const int fd = ::open(part_.c_str(), O_WRONLY | O_CLOEXEC);
    const bool safe = fd >= 0 && ::fsync(fd) == 0;
    if (fd >= 0) ::close(fd);
    // A link never takes the place of a file that came meanwhile.
    if (!safe || ::link(part_.c_str(), path_.c_str()) != 0)
      throw Failure("cannot keep " + path_ + ": " + std::strerror(errno));
  }

 private:
  std::string path_, part_;
};

Result<Tenant> tenant_to_move(Ask& ask, store::PlatformDb& platform, const std::string& name) {
  auto tenant = show_tenant(ask, platform, name);
  if (tenant && tenant->kind != TenantKind::tenant)
    return wrong("tenant", "is no tenant but a " + std::string(to_word(tenant->kind)));
  return tenant;
}

std::int64_t write_all(store::TenantDb& db, const Tenant& tenant, port::SealedWriter& out, Time now) {
  std::int64_t rows = 0;
  out.write(tenant_line(tenant, now));
  for (const auto& table : store::moved_tables()) {
    out.write(table_line(table));
    store::each_moved_row(db, table, [&](const store::Cells& cells) {
      out.write(row_line(table, cells));
      ++rows;
    });
  }
  out.write(end_line(rows));
  out.end();
  return rows;
}

void note(Ask& ask, const Moved& moved) {
  store::Event event = event_of(ask, "organization_exported");
  event.actor_type = store::ActorType::op;
  event.subject = moved.tenant.id;
  event.data.set("rows", moved.rows);
  store::TenantDb db(ask.world.database, moved.tenant.id);
  db.transaction([&] {
    store::write_event(db, event);
    return true;
  });
}

}  // namespace

Result<Moved> export_tenant(Ask& ask, store::PlatformDb& platform, const std::string& name, const std::string& file,
                            const Secret& passphrase) {
  if (!valid_utf8(passphrase.reveal()) || port::code_points(passphrase.reveal()) < passphrase_least)
    return wrong("passphrase", "must have at least 12 characters");
  auto tenant = tenant_to_move(ask, platform, name);
  if (!tenant) return tenant.error();
  if (::access(file.c_str(), F_OK) == 0) return wrong("--file", "exists");
  if (const auto chain = verify_chain(ask, platform, tenant->id); chain.broken)
    return Error(Code::CONFLICT,
                 "Its events are not as they were sealed: doorwardctl audit verify --tenant " + tenant->slug);
  Moved moved{*tenant, 0};
  GrowingFile growing(file);
  {
    store::TenantDb db(ask.world.database, tenant->id);
    (void)store::own_tenant(db);  // the connection sees the tenant before the next transaction is spoken of
    ask.world.database.mysql().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    db.transaction([&] {
      auto out = growing.open();
      port::SealedWriter sealed(out, passphrase, ask.world.random);
      moved.rows = write_all(db, *tenant, sealed, ask.now);
      return true;
    });
  }
  growing.keep();
  note(ask, moved);
  return moved;
}

}  // namespace doorward::service
