-- Asks for the paths of a file, one a line, in their order and again from the first; prints the figures as JSON.
function init(args)
  local requests = {}
  for path in io.lines(args[1]) do
    wrk.path = path
    requests[#requests + 1] = wrk.format()
  end
  local count = #requests
  -- Without this function wrk sends one request without asking.
  if count == 1 then return end
  local at = 0
  request = function()
    at = at % count + 1
    return requests[at]
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"duration_us":%d,"bytes":%d,"p50_us":%d,"p99_us":%d,"notOk":%d,"broken":%d}\n',
    summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout
  ))
end
