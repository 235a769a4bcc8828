import express from "express";

// The least that Express can do with the same requests: no log, no id, no check, no Kafka.
const app = express().disable("x-powered-by").disable("etag");
app.get("/readyz", (_req, res) => void res.json({}));
app.post("/api/messages", express.json({ strict: false }), (_req, res) => {
  res.type("text").send("Message 'Hello, Kafka!' sent to message-topic [[0]] @0");
});
app.get("/api/messages", (_req, res) => void res.type("text").send("Received message: Hello, Kafka!"));
app.listen(Number(process.env.PORT), process.env.HOST ?? "127.0.0.1");
