import { expect, test } from "vitest";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { waitUntilReplicated } from "./cluster-report.ts";

test("when no broker answers, then the wait ends after its budget and says so", async () => {
  const config = {
    dockerHostIp: "127.0.0.1",
    kafkaPorts: [1],
    nodes: [],
    kafkaPort: 1,
    brokers: ["kafka"],
  } as unknown as LabConfig;
  await expect(waitUntilReplicated(config, 10)).rejects.toThrow("Kafka at 127.0.0.1:1");
});
