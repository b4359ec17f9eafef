// Rows come in lots, each in a transaction of its own, behind a tenant's row that leads nobody in; that row is opened
// last.
#include <fstream>

#include "base/log.hh"
#include "model/slug.hh"
#include "port/sealed_file.hh"
#include "service/event.hh"
#include "service/event_chain.hh"
#include "service/own_tenant.hh"
#include "service/tenant_move.hh"
#include "service/tenant_text.hh"
#include "store/advisory_lock.hh"

namespace doorward::service {
namespace {

constexpr std::size_t lot = 512;
constexpr Span patience = std::chrono::minutes(1);

/// Takes the import away again, unless it was finished.
class Importing {
 public:
  Importing(port::MySql& owner, TenantId tenant) : owner_(owner), tenant_(tenant) {}
  Importing(const Importing&) = delete;
  Importing& operator=(const Importing&) = delete;
  ~Importing() {
    if (finished) return;
    try {
      owner_.rollback();
      store::forget_import(owner_, tenant_);
    } catch (const std::exception& e) {
      log(Level::warning, "an import that failed left rows: the next one takes them away",
          {{"tenant", tenant_.text()}, {"error", e.what()}});
    }
  }
  bool finished = false;

 private:
  port::MySql& owner_;
  TenantId tenant_;
};

class Import {
 public:
  Import(Ask& ask, port::MySql& owner, port::SealedReader& in)
      : ask_(ask), owner_(owner), in_(in), text_(ask.world.config) {}

  Result<Tenant> tenant() {
    auto line = next();
    if (!line) return line.error();
    if (!*line) return wrong("file", "is empty");
    if (auto read = text_.read(**line); !read) return read.error();
    return *text_.tenant();
  }

  Result<std::int64_t> rows(TenantId tenant) {
    for (;;) {
      auto line = next();
      if (!line) return line.error();
      if (!*line) break;
      auto row = text_.read(**line);
      if (!row) return row.error();
      if (!*row) continue;
      if (!waiting_.empty() && waiting_.front().table != (*row)->table) put(tenant);
      if ((*row)->table->name == "event_heads") prove(tenant, **row);
      waiting_.push_back(*std::move(*row));
      if (waiting_.size() == lot) put(tenant);
    }
    if (!text_.whole()) return wrong("file", "ends before its end");
    put(tenant);
    return text_.rows();
  }

 private:
  Result<std::optional<std::string>> next() { return in_.line(); }

  /// The head of the chain is sealed with this installation's master key.
  void prove(TenantId tenant, TenantText::Row& row) {
    store::ChainHead head;
    for (std::size_t i = 0; i < row.columns.size(); ++i) {
      if (row.columns[i] == "sequence") head.sequence = std::get<std::int64_t>(row.cells[i]);
      if (row.columns[i] == "chain") head.chain = std::get<std::string>(row.cells[i]);
    }
    row.columns.emplace_back("proof");
    row.cells.emplace_back(proof_of(ask_, tenant, head));
  }

  void put(TenantId tenant) {
    if (waiting_.empty()) return;
    std::vector<store::Cells> rows;
    rows.reserve(waiting_.size());
    for (auto& row : waiting_) rows.push_back(std::move(row.cells));
    store::insert_moved_rows(owner_, tenant, *waiting_.front().table, waiting_.front().columns, rows);
    waiting_.clear();
  }

  Ask& ask_;
  port::MySql& owner_;
  port::SealedReader& in_;
  TenantText text_;
  std::vector<TenantText::Row> waiting_;  // of one table
};

void note(Ask& ask, const Moved& moved) {
  store::Event event = event_of(ask, "organization_imported");
  event.actor_type = store::ActorType::op;
  event.subject = moved.tenant.id;
  event.data.set("rows", moved.rows).set("slug", moved.tenant.slug);
  store::TenantDb db(ask.world.database, moved.tenant.id);
  db.transaction([&] {
    store::write_event(db, event);
    return true;
  });
}

Error taken(const port::SqlRefused& refused) {
  if (refused.key() == "tenants_slug") return Code::SLUG_TAKEN;
  return {Code::CONFLICT, "The tenant is here already, or was: its id is taken."};
}

Error not_whole(const port::SqlRefused& refused) {
  return wrong("file", refused.refusal() == port::SqlRefusal::duplicate ? "has a row twice (" + refused.key() + ")"
                                                                        : "has a row that belongs to none");
}

Result<Moved> carry_in(Ask& ask, store::PlatformDb& platform, port::MySql& owner, Import& import,
                       const Tenant& tenant) {
  store::forget_import(owner, tenant.id);  // what an interruption left
  try {
    store::begin_import(owner, tenant, ask.now);
  } catch (const port::SqlRefused& refused) {
    return taken(refused);
  }
  Importing under_way(owner, tenant.id);
  Moved moved{tenant, 0};
  try {
    const auto rows = import.rows(tenant.id);
    if (!rows) return rows.error();
    moved.rows = *rows;
  } catch (const port::SqlRefused& refused) {
    return not_whole(refused);
  }
  if (const auto chain = verify_chain(ask, platform, tenant.id); chain.broken)
    return wrong(
        "file", "its events are not as they were sealed: sequence " + std::to_string(*chain.broken) + ": " + chain.why);
  note(ask, moved);
  if (!store::finish_import(owner, tenant, ask.now))
    return Error(Code::CONFLICT, "The import was taken away while it ran.");
  under_way.finished = true;
  return moved;
}

}  // namespace

Result<Moved> import_tenant(Ask& ask, store::PlatformDb& platform, const std::string& file, const std::string& slug,
                            const Secret& passphrase) {
  if (!slug.empty())
    if (const auto fault = slug_fault(slug, {})) return *fault;
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return wrong("--file", "cannot be read");
  auto in = port::SealedReader::open(stream, passphrase);
  if (!in) return in.error();
  port::MySql owner(ask.world.config, store::owner_account(ask.world.config), ask.world.config.database.schema,
                    patience);
  Import import(ask, owner, *in);
  auto tenant = import.tenant();
  if (!tenant) return tenant.error();
  if (!slug.empty()) tenant->slug = slug;
  // Whoever made the file may have written anybody's domain into it: here it is asked for, and verified again.
  tenant->wanted_domain = std::exchange(tenant->custom_domain, std::nullopt);
  if (tenant->wanted_domain) tenant->domain_token = new_domain_token(ask);
  const store::AdvisoryLock lock(owner, "doorward_import:" + tenant->id.text());
  if (!lock.held()) return Error(Code::CONFLICT, "Another import of this tenant is running.");
  return carry_in(ask, platform, owner, import, *tenant);
}

}  // namespace doorward::service
