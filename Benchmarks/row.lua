-- One row of the benchmark: what wrk sends, and what it says at the end as one line of JSON.
--
--   wrk … -s row.lua URL -- MODE [FILE]
--
-- get               the URL itself
-- paths FILE        a random line of FILE as the path
-- body FILE         POST, FILE as the body
-- customers         POST, another new customer each time
-- once FILE         POST, each line of FILE as the body of exactly one request; ends when all are sent
-- proofs FILE       the URL, with each line of FILE as the DPoP header of exactly one request; ends when all are sent
-- rotate FILE       POST, each line of FILE followed by a refresh token; the answer's token takes its place

local ffi = require("ffi")
ffi.cdef [[
    typedef struct { long seconds; long microseconds; } voordeur_time;
    int gettimeofday(voordeur_time *time, void *zone);
]]

local clock = ffi.new("voordeur_time")
local function now()
    ffi.C.gettimeofday(clock, nil)
    return tonumber(clock.seconds) + tonumber(clock.microseconds) / 1e6
end

local function lines(name)
    local found = {}
    for line in io.lines(name) do
        if line ~= "" then found[#found + 1] = line end
    end
    return found
end

local thread_of_row
function setup(thread)
    thread_of_row = thread
end

-- Seen by `done`: requests answered with 2xx in the modes that look at answers, and the time from first to last.
answered = 0
refused = 0
first = 0
last = 0

local function count(status)
    last = now()
    if status >= 200 and status < 300 then answered = answered + 1 else refused = refused + 1 end
end

function init(arguments)
    local mode, file = arguments[1], arguments[2]
    if mode == "paths" then
        local paths = lines(file)
        local requests = {}
        for index, path in ipairs(paths) do requests[index] = wrk.format("GET", path) end
        math.randomseed(1)
        request = function() return requests[math.random(#requests)] end
    elseif mode == "body" then
        local handle = io.open(file)
        local whole = wrk.format("POST", nil, nil, handle:read("*a"))
        handle:close()
        request = function() return whole end
    elseif mode == "customers" then
        local number = 0
        request = function()
            number = number + 1
            local body = string.format(
                '{"companyName":"Bakkerij Proef %d","address":"Dorpsstraat %d","zipCode":"1234AB","city":"Utrecht",'
                    .. '"primaryEmail":"proef%d@voorbeeld.example"}',
                number, number % 200 + 1, number)
            return wrk.format("POST", nil, nil, body)
        end
    elseif mode == "once" or mode == "proofs" then
        local entries = lines(file)
        local sent = 0
        local function send(entry)
            if mode == "once" then return wrk.format("POST", nil, nil, entry) end
            wrk.headers["DPoP"] = entry
            return wrk.format("GET")
        end
        local mark = mode == "once" and "access_token" or "tokenKind"
        -- What is sent while the last answers are under way: a code twice would be a replay, and revoke its tokens.
        local nothing = wrk.format("GET", "/health/live", wrk.headers)
        local asked = false
        request = function()
            -- wrk asks for one request before the first connection, to look at its form: that one is not sent.
            if not asked then
                asked = true
                return nothing
            end
            if sent == 0 then first = now() end
            sent = sent + 1
            return sent <= #entries and send(entries[sent]) or nothing
        end
        response = function(status, _, body)
            -- The others are answers to `nothing`.
            if status >= 300 or body:find(mark, 1, true) then count(status) end
            if answered + refused >= #entries then wrk.thread:stop() end
        end
    elseif mode == "rotate" then
        local pool = {}
        for _, line in ipairs(lines(file)) do
            local fields, token = line:match("^(%S+) (%S+)$")
            pool[#pool + 1] = { fields = fields, token = token }
        end
        local prefix = pool[1].fields
        local head, tail = 1, #pool
        local asked = false
        request = function()
            if not asked then
                asked = true
                first = now()
                return wrk.format("POST", nil, nil, prefix)
            end
            local entry = pool[head]
            pool[head] = nil
            head = head + 1
            return wrk.format("POST", nil, nil, entry.fields .. "&refresh_token=" .. entry.token)
        end
        response = function(status, _, body)
            count(status)
            local token = body:match('"refresh_token"%s*:%s*"([^"]+)"')
            if token then
                tail = tail + 1
                pool[tail] = { fields = prefix, token = token }
            else
                wrk.thread:stop()
            end
        end
    end
end

function done(summary, latency)
    local errors = summary.errors
    local own = thread_of_row:get("answered") + thread_of_row:get("refused")
    io.write(string.format(
        'RESULT {"requests": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "refused": %d, "broken": %d}\n',
        own > 0 and own or summary.requests,
        own > 0 and thread_of_row:get("last") - thread_of_row:get("first") or summary.duration / 1e6,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000,
        own > 0 and thread_of_row:get("refused") or errors.status,
        errors.connect + errors.read + errors.write + errors.timeout))
end
