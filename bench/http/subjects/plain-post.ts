import { createServer } from "node:http";
import { Partitioners } from "kafkajs";
import { z } from "zod";
import { createKafka, ensureTopic } from "../../../services/kafka/kafka-client.ts";
import { commonSettings, loadConfig } from "../../../services/shared/config.ts";
import { createLogger } from "../../../services/shared/logging.ts";

// The least that puts HTTP before a producer: every body is sent as it is. No check, no id, no batch, no log, no
// metric.
const settings = { ...loadConfig(z.object(commonSettings)), CLIENT_ID: "plain-post" };
const kafka = createKafka(settings, { log: createLogger("bench", "silent"), retries: 5 });
await ensureTopic(kafka, settings);
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
await producer.connect();

const server = createServer(async (req, res) => {
  if (req.url === "/readyz") return void res.end("{}");
  let value = "";
  for await (const part of req.setEncoding("utf8")) value += part;
  await producer.send({ topic: settings.TOPIC, messages: [{ value }] });
  res.setHeader("content-length", 2).end("ok");
});
server.listen(Number(process.env.PORT), process.env.HOST);
