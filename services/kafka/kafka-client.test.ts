import { createServer } from "node:net";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { createAdminKafka } from "./kafka-client.ts";

const log = pino({ enabled: false });

test("when the first bootstrap server is away, then the others are asked in turn", async () => {
  const asked: string[] = [];
  const servers = await Promise.all(["b", "c"].map((name) => listenAs(name, asked)));
  const kafka = createAdminKafka(settings(["127.0.0.1:1", ...servers]), log);
  for (let count = 0; count < 2; count++) {
    const admin = kafka.admin();
    await expect(admin.connect()).rejects.toThrow();
    await admin.disconnect();
  }
  expect(new Set(asked)).toEqual(new Set(["b", "c"]));
});

/** Accepts connections and ends them at once, like a broker that is stopping. */
async function listenAs(name: string, asked: string[]): Promise<string> {
  const server = createServer((socket) => {
    asked.push(name);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as { port: number }).port}`;
}

function settings(servers: string[]) {
  return {
    CLIENT_ID: "test",
    HOST: "127.0.0.1",
    KAFKA_BOOTSTRAP_SERVERS: servers,
    LOG_LEVEL: "silent" as const,
    REQUEST_TIMEOUT_MS: 1_000,
    TOPIC: "t",
    TOPIC_PARTITIONS: 1,
    TOPIC_REPLICATION_FACTOR: 1,
  };
}
