// What systemd is told (sd_notify(3)): one datagram to the socket named in NOTIFY_SOCKET.
#pragma once
#include <string_view>

namespace doorward::door {

/// "READY=1", "RELOADING=1\nMONOTONIC_USEC=…", "STOPPING=1", "STATUS=…". Nothing happens without NOTIFY_SOCKET.
void notify(std::string_view state);

}  // namespace doorward::door
