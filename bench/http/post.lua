wrk.method = "POST"
wrk.body = '"Hello, Kafka!"'
wrk.headers["Content-Type"] = "application/json"
