import { describe, expect, test } from "vitest";
import { printProperties } from "./print-properties.ts";

const broker = {
  KAFKA_ZOOKEEPER_CONNECT: "zookeeper:2181",
  KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka:9092",
};
const kraft = {
  KAFKA_PROCESS_ROLES: "broker,controller",
  KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka:9092",
};

describe("a broker", () => {
  test.each([
    ["KAFKA_ZOOKEEPER_CONNECT", { KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka:9092" }],
    ["KAFKA_ADVERTISED_LISTENERS", { KAFKA_ZOOKEEPER_CONNECT: "zookeeper:2181" }],
    ["CLUSTER_ID", kraft],
    ["KAFKA_OPTS", { ...broker, KAFKA_ADVERTISED_LISTENERS: "SASL_PLAINTEXT://kafka:9092" }],
    ["KAFKA_SSL_KEYSTORE_FILENAME", { ...broker, KAFKA_ADVERTISED_LISTENERS: "SSL://kafka:9092" }],
  ])("when %s is missing, then it stops with a sentence that names it", (name, env) => {
    const { status, complaint } = printProperties(env, "kafka");
    expect(status).toBe(1);
    expect(complaint).toMatch(new RegExp(`^${name} is required\\. .+`));
  });

  test.each([
    ["KAFKA_PORT", "port is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead."],
    ["KAFKA_HOST", "host is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead."],
    [
      "KAFKA_ADVERTISED_PORT",
      "advertised.port is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead.",
    ],
    [
      "KAFKA_ADVERTISED_HOST",
      "advertised.host is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead.",
    ],
  ])(
    "when the deprecated %s is set, then it is refused in the words of the official image",
    (name, sentence) => {
      const { status, complaint } = printProperties({ ...broker, [name]: "tcp://10.0.0.1:9092" });
      expect(status).toBe(1);
      expect(complaint).toContain(sentence);
    },
  );

  test("when it runs without ZooKeeper, then CLUSTER_ID and the roles are enough", () => {
    const { status, properties } = printProperties({ ...kraft, CLUSTER_ID: "q1Sh-9_ISia_zwGINzRvyQ" });
    expect(status).toBe(0);
    expect(properties.get("process.roles")).toBe("broker,controller");
    expect(properties.has("zookeeper.connection.timeout.ms")).toBe(false);
  });

  test("when it is a controller only, then it takes no address for clients", () => {
    const controller = { KAFKA_PROCESS_ROLES: "controller", CLUSTER_ID: "q1Sh-9_ISia_zwGINzRvyQ" };
    expect(printProperties(controller).properties.has("listeners")).toBe(false);
    const refused = printProperties({ ...controller, KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka:9092" });
    expect(refused.complaint).toBe("KAFKA_ADVERTISED_LISTENERS is not supported on a KRaft controller.");
  });

  test("when a key store's file is not there, then the file is named", () => {
    const env = {
      ...broker,
      KAFKA_ADVERTISED_LISTENERS: "SSL://kafka:9092",
      KAFKA_SSL_KEYSTORE_FILENAME: "no.jks",
    };
    expect(printProperties(env).complaint).toContain("/etc/kafka/secrets/no.jks");
  });
});

describe("a ZooKeeper", () => {
  test("when it has no port, then both ways to give one are named", () => {
    const { status, complaint } = printProperties({ ZOOKEEPER_TICK_TIME: "2000" });
    expect(status).toBe(1);
    expect(complaint).toMatch(/ZOOKEEPER_CLIENT_PORT or ZOOKEEPER_SECURE_CLIENT_PORT is required/);
  });

  test("when it is alone, then it gets its port, its tick and the two volumes", () => {
    const { properties } = printProperties({ ZOOKEEPER_CLIENT_PORT: "2181", ZOOKEEPER_TICK_TIME: "2000" });
    expect(Object.fromEntries(properties)).toEqual({
      dataDir: "/var/lib/zookeeper/data",
      dataLogDir: "/var/lib/zookeeper/log",
      clientPort: "2181",
      tickTime: "2000",
    });
  });

  test("when it is one of three, then they are numbered by their place and it must know its own", () => {
    const ensemble = {
      ZOOKEEPER_CLIENT_PORT: "2181",
      ZOOKEEPER_SERVERS: "a:2888:3888;b:2888:3888;c:2888:3888",
    };
    expect(printProperties(ensemble).complaint).toMatch(/^ZOOKEEPER_SERVER_ID is required\./);
    const { properties } = printProperties({
      ...ensemble,
      ZOOKEEPER_SERVER_ID: "2",
      ZOOKEEPER_SYNC_LIMIT: "9",
    });
    expect(properties.get("server.1")).toBe("a:2888:3888");
    expect(properties.get("server.3")).toBe("c:2888:3888");
    expect([properties.get("initLimit"), properties.get("syncLimit")]).toEqual(["10", "9"]);
  });

  test("when names follow no rule, then they are the ones that ZooKeeper knows", () => {
    const { properties } = printProperties({
      ZOOKEEPER_CLIENT_PORT: "2181",
      ZOOKEEPER_MAX_CLIENT_CNXNS: "60",
      ZOOKEEPER_SSL_QUORUM_KEYSTORE_LOCATION: "/q.jks",
      ZOOKEEPER_SSL_KEYSTORE_LOCATION: "/c.jks",
    });
    expect(properties.get("maxClientCnxns")).toBe("60");
    expect(properties.get("ssl.quorum.keyStore.location")).toBe("/q.jks");
    expect(properties.get("ssl.keyStore.location")).toBe("/c.jks");
  });
});

describe("the role", () => {
  test("when no command names it, then KAFKA_* makes a broker, even next to ZOOKEEPER_*", () => {
    expect(printProperties({ ...broker, ZOOKEEPER_CLIENT_PORT: "2181" }).properties.has("log.dirs")).toBe(
      true,
    );
  });

  test("when a ZooKeeper's heap is given by KAFKA_HEAP_OPTS, as in the official image, then it is a ZooKeeper anyway", () => {
    const { properties } = printProperties({ ZOOKEEPER_CLIENT_PORT: "2181", KAFKA_HEAP_OPTS: "-Xmx128m" });
    expect(properties.get("clientPort")).toBe("2181");
  });

  test("when nothing decides, then both ways to decide are named", () => {
    const { status, complaint } = printProperties({});
    expect(status).toBe(1);
    expect(complaint).toMatch(/name the role \(kafka or zookeeper\)/);
  });
});
