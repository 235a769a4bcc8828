import { expect, test } from "vitest";
import { configSchema as configA } from "../service-a/config.ts";
import { configSchema as configB } from "../service-b/config.ts";
import { loadConfig } from "./config.ts";

test("when nothing is set, then the defaults of the lab apply", () => {
  expect(loadConfig(configA, {})).toMatchObject({ PORT: 5101, TOPIC: "message-topic", ACKS: "all" });
  expect(loadConfig(configB, {})).toMatchObject({
    PORT: 5102,
    GROUP_ID: "message-group",
    AUTO_COMMIT: false,
  });
});

test("when several variables are wrong, then one error lists each of them with its value", () => {
  const env = { PORT: "http", ACKS: "2", KAFKA_BOOTSTRAP_SERVERS: "kafka", TOPIC: "a b" };
  for (const [name, value] of Object.entries(env)) {
    expect(() => loadConfig(configA, env)).toThrow(`${name}=${value}: `);
  }
});

test("when a variable is empty, then it counts as not set", () => {
  expect(loadConfig(configA, { PORT: "", COMPRESSION: "" })).toMatchObject({
    PORT: 5101,
    COMPRESSION: "none",
  });
});

test("when several brokers are named, then all are used", () => {
  const config = loadConfig(configB, {
    KAFKA_BOOTSTRAP_SERVERS: "kafka1:29092, kafka2:29092",
    AUTO_COMMIT: "true",
  });
  expect(config.KAFKA_BOOTSTRAP_SERVERS).toEqual(["kafka1:29092", "kafka2:29092"]);
  expect(config.AUTO_COMMIT).toBe(true);
});

test("when read, then the settings cannot be changed any more", () => {
  expect(Object.isFrozen(loadConfig(configA, {}))).toBe(true);
});
