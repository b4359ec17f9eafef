// The commands about mail: list, retry, test.
#include "command/command.hh"
#include "service/mail_queue.hh"
#include "service/mail_transport.hh"

namespace doorward::command {
namespace {

using port::Json;

constexpr int most_listed = 1000;

Json mail_json(const service::QueuedMail& mail) {
  Json json = Json::Object{{"id", mail.row.id.text()},
                           {"tenant_id", mail.row.tenant.text()},
                           {"about", mail.row.about},
                           {"to", mail.to},
                           {"created_at", to_rfc3339(mail.row.created_at)}};
  json.set(mail.row.dead_at ? "dead_at" : "due_at", to_rfc3339(mail.row.dead_at.value_or(mail.row.due_at)));
  json.set("tries", mail.row.tries).set("last_error", mail.row.last_error);
  return json;
}

}  // namespace

Action mail_list(port::CliOptions& options) {
  auto dead = std::make_shared<bool>(false);
  options.flag("--dead", *dead, "Dead letters: refused for good, or taken by nobody for mail.keep");
  return [dead](Shell& shell) -> Result<Json> {
    Json::Array items;
    for (const auto& mail : service::list_mail(shell.ask(), shell.platform(), *dead, most_listed))
      items.push_back(mail_json(mail));
    return Json(Json::Object{{"items", std::move(items)}});
  };
}

Action mail_retry(port::CliOptions& options) {
  auto id = std::make_shared<std::string>();
  options.positional("id", *id, "Of a message, or `dead` for every dead letter");
  return [id](Shell& shell) -> Result<Json> {
    const auto one = Id::parse(*id);
    if (!one && *id != "dead") return wrong("id", "is neither an id nor `dead`");
    const auto count = service::retry_mail(shell.ask(), shell.platform(), one);
    if (one && count == 0) return Error(Code::NOT_FOUND, "No message of this id waits or is dead.");
    return Json(Json::Object{{"due_now", count}});
  };
}

Action mail_test(port::CliOptions& options) {
  struct Given {
    std::string address, tenant = "platform";
  };
  auto given = std::make_shared<Given>();
  options.positional("address", given->address, "Where the message goes");
  options.text("--tenant", given->tenant, "In whose name: slug or id");
  return [given](Shell& shell) -> Result<Json> {
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    const auto sent =
        service::send_test_mail(shell.ask(), *tenant, given->address, service::mail_transport(shell.config));
    if (!sent) return sent.error();
    return Json(Json::Object{{"to", given->address}, {"transport", shell.config.mail.transport}, {"sent", true}});
  };
}

}  // namespace doorward::command
