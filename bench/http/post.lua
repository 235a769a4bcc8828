-- A JSON string of BODY_BYTES bytes, quotes not counted.
local bytes = tonumber(os.getenv("BODY_BYTES") or "13")
local text = bytes == 13 and "Hello, Kafka!" or string.rep("k", bytes)
wrk.method = "POST"
wrk.body = '"' .. text .. '"'
wrk.headers["Content-Type"] = "application/json"
