// A trigger, and the account that may make one.
#include "support/trouble.hh"

namespace tests {

using namespace doorward;

Trouble::Trouble(const UpkeepScene& scene, const std::string& type, const std::string& signal)
    : admin_(scene.world.config, {"doorward_owner", Secret(upkeep_stack().admin_password())}) {
  admin_.execute("CREATE TRIGGER trouble BEFORE INSERT ON events FOR EACH ROW IF NEW.type = '" + type +
                 "' AND @met IS NULL THEN SET @met = 1; " + signal + "; END IF");
}

Trouble::~Trouble() { admin_.execute("DROP TRIGGER trouble"); }

}  // namespace tests
