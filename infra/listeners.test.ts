import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listenerEnvironment, listenersOf } from "./listeners.ts";

const outside = { host: "127.0.0.1", port: 9092 };

describe("the listeners of a broker", () => {
  test("when it is the lab's only one, then each kind of client gets an address it can reach", () => {
    expect(listenerEnvironment(listenersOf(1, outside))).toEqual({
      KAFKA_LISTENERS: "LISTENER_DOCKER_INTERNAL://0.0.0.0:29092,LISTENER_DOCKER_EXTERNAL://0.0.0.0:9092",
      KAFKA_ADVERTISED_LISTENERS:
        "LISTENER_DOCKER_INTERNAL://kafka:29092,LISTENER_DOCKER_EXTERNAL://127.0.0.1:9092",
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP:
        "LISTENER_DOCKER_INTERNAL:PLAINTEXT,LISTENER_DOCKER_EXTERNAL:PLAINTEXT",
      KAFKA_INTER_BROKER_LISTENER_NAME: "LISTENER_DOCKER_INTERNAL",
    });
  });

  test("when Kafka is published elsewhere, then clients outside get that address, and the broker binds that port as well", () => {
    const [internal, external] = listenersOf(1, { host: "192.168.7.4", port: 19_092 });
    expect(external).toMatchObject({ bind: "0.0.0.0:19092", advertised: "192.168.7.4:19092" });
    expect(internal).toMatchObject({ bind: "0.0.0.0:29092", advertised: "kafka:29092" });
  });

  test("when there are several brokers, then no two advertise one address, and none a bind address", () => {
    const ports = fc.integer({ min: 1, max: 65_000 });
    fc.assert(
      fc.property(ports, fc.integer({ min: 1, max: 9 }), (port, brokers) => {
        const listeners = Array.from({ length: brokers }, (_, n) =>
          listenersOf(n + 1, { ...outside, port }),
        ).flat();
        const advertised = listeners.map((listener) => listener.advertised);
        expect(new Set(advertised).size).toBe(2 * brokers);
        expect(advertised.filter((address) => address.startsWith("0.0.0.0"))).toEqual([]);
        // localhost:9092 in the container of broker 2 would reach broker 2 instead of broker 1.
        for (const { bind, advertised } of listeners)
          expect(bind.split(":")[1]).toBe(advertised.split(":")[1]);
      }),
    );
  });

  test("when the environment is read back, then every listener has a bind, an advertised address and a protocol", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), (broker) => {
        const env = listenerEnvironment(listenersOf(broker, outside));
        const names = (key: string, separator: string) =>
          (env[key] ?? "").split(",").map((entry) => entry.split(separator)[0]);
        expect(names("KAFKA_ADVERTISED_LISTENERS", "://")).toEqual(names("KAFKA_LISTENERS", "://"));
        expect(names("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", ":")).toEqual(names("KAFKA_LISTENERS", "://"));
        expect(names("KAFKA_LISTENERS", "://")).toContain(env.KAFKA_INTER_BROKER_LISTENER_NAME);
      }),
    );
  });
});
