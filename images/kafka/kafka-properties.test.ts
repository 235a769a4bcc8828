import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printProperties } from "./print-properties.ts";

const minimal = {
  KAFKA_ZOOKEEPER_CONNECT: "zookeeper:2181",
  KAFKA_ADVERTISED_LISTENERS: "INTERNAL://kafka:29092,EXTERNAL://127.0.0.1:9092",
};

describe("names", () => {
  test("when a variable is set, then its property has dots for single underscores", () => {
    const { properties } = printProperties({ ...minimal, KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "1" });
    expect(properties.get("offsets.topic.replication.factor")).toBe("1");
  });

  test("when a property has any mix of dots, underscores and dashes, then its escaped name finds it again", () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,6}$/);
    const rest = fc.array(fc.tuple(fc.constantFrom(".", "_", "-"), word), { maxLength: 5 });
    const name = fc.tuple(word, rest).map(([first, others]) => `p${first}${others.flat().join("")}.x`);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 20 }), (names) => {
        const escaped = names.map((property) => [`KAFKA_${escapeName(property)}`, `value of ${property}`]);
        const { properties } = printProperties({ ...minimal, ...Object.fromEntries(escaped) });
        for (const property of names) expect(properties.get(property)).toBe(`value of ${property}`);
      }),
      { numRuns: 40 },
    );
  });

  test("when a name has a longer run of underscores, then three are read before two, as in the official image", () => {
    const { properties } = printProperties({ ...minimal, KAFKA_A____B: "4", KAFKA_A______B: "6" });
    expect(properties.get("a-_b")).toBe("4");
    expect(properties.get("a--b")).toBe("6");
  });

  test("when a name is the image's own or the JVM's, then it becomes no property", () => {
    const reserved = ["VERSION", "OPTS", "HEAP_OPTS", "JVM_PERFORMANCE_OPTS", "GC_LOG_OPTS", "LOG4J_OPTS"];
    reserved.push("LOG4J_ROOT_LOGLEVEL", "LOG4J_LOGGERS", "TOOLS_LOG4J_LOGLEVEL", "TOOLS_OPTS");
    reserved.push("JMX_OPTS", "JMX_PORT", "JMX_HOSTNAME", "CUB_ZK_TIMEOUT", "DATA_DIRS");
    const env = Object.fromEntries(reserved.map((name) => [`KAFKA_${name}`, "7"]));
    const expected = [...printProperties(minimal).properties.keys()].sort();
    expect([...printProperties({ ...minimal, ...env }).properties.keys()].sort()).toEqual(expected);
  });

  test("when the name follows no rule, then it is the one that Kafka knows", () => {
    const { properties } = printProperties({ ...minimal, KAFKA_ZOOKEEPER_CLIENT_CNXN_SOCKET: "Netty" });
    expect(properties.get("zookeeper.clientCnxnSocket")).toBe("Netty");
  });
});

test("when a value has equal signs, spaces, quotes and dollars, then it arrives as it is", () => {
  const value = `org.Module required username="a" password='$HOME=*';`;
  const { properties } = printProperties({ ...minimal, KAFKA_SASL_JAAS_CONFIG: value });
  expect(properties.get("sasl.jaas.config")).toBe(value);
});

describe("defaults", () => {
  test("when only the addresses for clients are given, then the broker binds their ports everywhere", () => {
    const { properties } = printProperties(minimal);
    expect(properties.get("listeners")).toBe("INTERNAL://0.0.0.0:29092,EXTERNAL://0.0.0.0:9092");
  });

  test("when listeners are given, then they are kept", () => {
    const { properties } = printProperties({ ...minimal, KAFKA_LISTENERS: "INTERNAL://10.0.0.1:29092" });
    expect(properties.get("listeners")).toBe("INTERNAL://10.0.0.1:29092");
  });

  test("when no folder for data is given, then it is the volume's", () => {
    expect(printProperties(minimal).properties.get("log.dirs")).toBe("/var/lib/kafka/data");
    const moved = printProperties({ ...minimal, KAFKA_LOG_DIRS: "/a,/b" });
    expect(moved.properties.get("log.dirs")).toBe("/a,/b");
  });

  test("when no timeout for ZooKeeper is set, then it is the 40 s of the official image", () => {
    const timeoutOf = (env: object) =>
      printProperties({ ...minimal, ...env }).properties.get("zookeeper.connection.timeout.ms");
    expect(timeoutOf({})).toBe("40000");
    expect(timeoutOf({ KAFKA_CUB_ZK_TIMEOUT: "90" })).toBe("90000");
    expect(timeoutOf({ KAFKA_ZOOKEEPER_CONNECTION_TIMEOUT_MS: "5" })).toBe("5");
  });
});

/** The inverse of what the image does. */
function escapeName(property: string) {
  const escapes: Record<string, string> = { ".": "_", _: "__", "-": "___" };
  return property.replace(/[._-]/g, (character) => escapes[character] ?? character).toUpperCase();
}
