import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const bin = fileURLToPath(new URL("bin/", import.meta.url));
const environment = {
  EXTRA_ARGS: "-Xms384m -Xmx384m",
  KAFKA_HEAP_OPTS: "-Xms16m -Xmx64m",
  KAFKA_OPTS: "-Dsun.net.inetaddr.ttl=1",
  KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka:9092",
  KAFKA_ZOOKEEPER_CONNECT: "zookeeper:2181",
};
let work: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "java-options-"));
  // Prints the arguments of Java, one a line.
  writeFileSync(join(work, "java"), "#!/bin/bash\nprintf '%s\\n' \"$@\"\n");
  chmodSync(join(work, "java"), 0o755);
  for (const tool of ["kafka-topics", "kafka-storage"]) symlinkSync(join(bin, "tool"), join(work, tool));
});

afterAll(() => {
  for (const written of [work, "/tmp/kafka.properties", "/tmp/log4j.properties"]) {
    rmSync(written, { recursive: true, force: true });
  }
});

test("when a server starts, then of two heaps its own comes last, which is the one that Java takes", () => {
  const words = run(join(bin, "entrypoint"), ["kafka"], { KAFKA_LOG_DIRS: work });
  expect(words.filter((word) => word.startsWith("-Xmx")).at(-1)).toBe("-Xmx384m");
  expect(words.indexOf("-Xmx384m")).toBeLessThan(words.indexOf("kafka.Kafka"));
  expect(words).toContain("-Dsun.net.inetaddr.ttl=1");
});

test("when a tool starts next to it, with --list first as usual, then it has a small heap, and looks names up as the server does", () => {
  const words = run(join(work, "kafka-topics"), ["--list"]);
  expect(words.filter((word) => word.startsWith("-Xmx"))).toEqual(["-Xmx96m"]);
  expect(words).toContain("-Dsun.net.inetaddr.ttl=1");
});

test("when the id of a cluster starts with a dash, as one in 64 of those that ZooKeeper mode draws, then the tool gets it as a value", () => {
  const id = "-FyJT_p3OTsOGHkGZYtymR";
  const broker = { KAFKA_PROCESS_ROLES: "broker", KAFKA_LOG_DIRS: work, CLUSTER_ID: id };
  expect(run(join(bin, "entrypoint"), ["kafka"], broker)).toContain(`--cluster-id=${id}`);
});

function run(command: string, args: string[], env = {}): string[] {
  const path = `${work}:${process.env.PATH}`;
  const { stdout } = spawnSync("bash", [command, ...args], {
    env: { ...environment, ...env, PATH: path, LC_ALL: "C.UTF-8" },
    encoding: "utf8",
  });
  return stdout.trim().split("\n");
}
