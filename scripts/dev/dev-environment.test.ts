import { describe, expect, test } from "vitest";
import { devEnvironment } from "./dev-environment.ts";

const seen = {
  containerEnv: [
    "CERTIFICATES=/var/lib/kafka-lab/certificates",
    "CLIENT_ID=service-b",
    "HOST=0.0.0.0",
    "HTTPS_PORT=7102",
    "KAFKA_BOOTSTRAP_SERVERS=kafka:29092",
    "PORT=5102",
    "NODE_ENV=production",
  ],
  imageEnv: ["NODE_ENV=production"],
  portBindings: { "5102/tcp": [{ HostPort: "15102" }] },
};
const config = { dockerHostIp: "127.0.0.1", kafkaPort: 19092 };

describe("devEnvironment", () => {
  test("when the service moves to the host, then it listens on the published port of the loopback address", () => {
    expect(devEnvironment(seen, config)).toMatchObject({ HOST: "127.0.0.1", PORT: "15102" });
  });

  test("when the service moves to the host, then it reaches the broker through the external listener", () => {
    expect(devEnvironment(seen, config).KAFKA_BOOTSTRAP_SERVERS).toBe("127.0.0.1:19092");
  });

  test("when Kafka is published on another address, then the broker is reached there", () => {
    const elsewhere = { ...config, dockerHostIp: "10.0.0.9" };
    expect(devEnvironment(seen, elsewhere).KAFKA_BOOTSTRAP_SERVERS).toBe("10.0.0.9:19092");
  });

  test("when a variable comes from the image, then the host does not get it", () => {
    expect(devEnvironment(seen, config)).not.toHaveProperty("NODE_ENV");
  });

  test("when the service moves to the host, then it speaks no https there: the certificate stays in its volume", () => {
    expect(Object.keys(devEnvironment(seen, config)).join()).not.toMatch(/HTTPS|CERTIFICATES/);
  });

  test("when a value holds an equals sign, then it is kept whole", () => {
    const odd = { ...seen, containerEnv: ["OPTIONS=a=b"] };
    expect(devEnvironment(odd, config).OPTIONS).toBe("a=b");
  });
});
