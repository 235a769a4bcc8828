import express from "express";
import { Partitioners } from "kafkajs";
import { z } from "zod";
import { createKafka, ensureTopic } from "../../../services/kafka/kafka-client.ts";
import { commonSettings, loadConfig } from "../../../services/shared/config.ts";
import { createLogger } from "../../../services/shared/logging.ts";

// The least that puts Express before a producer, as plain-post.ts does without it.
const settings = { ...loadConfig(z.object(commonSettings)), CLIENT_ID: "express-post" };
const kafka = createKafka(settings, { log: createLogger("bench", "silent"), retries: 5 });
await ensureTopic(kafka, settings);
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
await producer.connect();

const app = express().disable("x-powered-by").disable("etag");
app.get("/readyz", (_req, res) => void res.json({}));
app.post("/api/messages", express.json({ strict: false }), async (req, res) => {
  await producer.send({ topic: settings.TOPIC, messages: [{ value: req.body }] });
  res.type("text").send("ok");
});
app.listen(Number(process.env.PORT), process.env.HOST ?? "127.0.0.1");
