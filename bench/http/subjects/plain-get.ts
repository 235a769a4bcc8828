import { createServer, type ServerResponse } from "node:http";
import { z } from "zod";
import { createKafka, ensureTopic } from "../../../services/kafka/kafka-client.ts";
import { commonSettings, loadConfig } from "../../../services/shared/config.ts";
import { createLogger } from "../../../services/shared/logging.ts";

// The least that puts HTTP behind a consumer: the next message answers the next request. Nothing is ever committed.
const settings = { ...loadConfig(z.object(commonSettings)), CLIENT_ID: "plain-get" };
const kafka = createKafka(settings, { log: createLogger("bench", "silent"), retries: 5 });
await ensureTopic(kafka, settings);
const consumer = kafka.consumer({ groupId: `${settings.TOPIC}-plain`, maxWaitTimeInMs: 200 });
const arrived: string[] = [];
const waiting: ServerResponse[] = [];
const { promise: joined, resolve: noteJoined } = Promise.withResolvers<void>();
consumer.on("consumer.group_join", () => noteJoined());
await consumer.connect();
await consumer.subscribe({ topic: settings.TOPIC, fromBeginning: true });
await consumer.run({
  autoCommit: false,
  eachMessage: async ({ message }) => {
    arrived.push(String(message.value));
    answer();
  },
});
await joined;

const server = createServer((req, res) => {
  if (req.url === "/readyz") return void res.end("{}");
  waiting.push(res);
  answer();
});
server.listen(Number(process.env.PORT), process.env.HOST);

function answer() {
  while (waiting.length > 0 && arrived.length > 0) {
    const message = arrived.shift() ?? "";
    waiting.shift()?.setHeader("content-length", Buffer.byteLength(message)).end(message);
  }
}
