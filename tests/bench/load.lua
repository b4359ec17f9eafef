-- What wrk sends: a line of a file for each request, `header: value TAB body` (no body: GET, else POST); more headers are
-- divided by ` | `; one called `:path` is the path, where it is not the address's. Arguments: FILE FIRST COUNT HOW.
--   again   the lines FIRST..FIRST+COUNT-1 in rotation
--   follow  each answer's refresh_token takes the place of the one that was sent
--   once    each line once; the thread stops when they are used up
-- Prints one line of JSON at the end.
local ffi = require("ffi")
ffi.cdef [[ struct moment { long seconds, nanoseconds; }; int clock_gettime(int clock, struct moment *at); ]]
local moment = ffi.new("struct moment")
local lines, bodies, place, how, first, last, path = {}, {}, 0, "again"
answered, span = 0, 0

local function now()
  ffi.C.clock_gettime(1, moment)
  return tonumber(moment.seconds) + tonumber(moment.nanoseconds) / 1e9
end

local function written(line)
  local head, body = line:match("^([^\t]*)\t?(.*)$")
  local headers = {}
  for header in (head .. " | "):gmatch("(.-) | ") do
    local name, value = header:match("^(.-): (.*)$")
    if name then headers[name] = value end
  end
  local path = headers[":path"]
  headers[":path"] = nil
  if body == "" then return wrk.format("GET", path, headers) end
  headers["Content-Type"] = "application/json"
  return wrk.format("POST", path, headers, body)
end

local threads = {}
function setup(thread) table.insert(threads, thread) end

function init(arguments)
  local file, from, count = arguments[1], tonumber(arguments[2]), tonumber(arguments[3])
  how = arguments[4]
  local number = 0
  for line in io.lines(file) do
    number = number + 1
    if number >= from and number < from + count then table.insert(lines, written(line)) end
  end
  if #lines < count then error("too few lines in " .. file) end
  if how == "again" then response = nil end
end

function request()
  if how == "follow" then
    place = place + 1
    return lines[place] or error("the lines are used up")
  end
  if place == #lines and how == "once" then wrk.thread:stop() else place = place % #lines + 1 end
  return lines[place]
end

function response(status, headers, body)
  first = first or now()
  answered, span = answered + 1, now() - first
  if how == "follow" then
    local token = body:match('"refresh_token":%s*"([^"]+)"')
    if token then table.insert(lines, written('\t{"refresh_token":"' .. token .. '"}')) end
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  local timed, count = threads[1]:get("span"), threads[1]:get("answered")
  local rate = summary.requests / summary.duration * 1e6
  if timed > 0 then rate = (count - 1) / timed end
  io.write(string.format('\n{"rate":%.3f,"requests":%d,"p50_us":%d,"p99_us":%d,"errors":%d}\n', rate, summary.requests,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
