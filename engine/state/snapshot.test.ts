import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Checkpoint, Resource } from "../model/checkpoint.ts";
import { secret } from "../model/property-values.ts";
import type { StackFiles } from "../project/backend.ts";
import { newCrypter, openCrypter } from "../project/secrets.ts";
import { Snapshot } from "./snapshot.ts";

function files(): StackFiles {
  const folder = mkdtempSync(join(tmpdir(), "state-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return {
    root: folder,
    state: join(folder, "s.json"),
    backup: join(folder, "s.json.bak"),
    locks: folder,
    history: folder,
  };
}

const noSecrets = () => {
  throw new Error("no secrets expected");
};
const network: Resource = {
  urn: "urn:net",
  custom: true,
  type: "docker:index/network:Network",
  id: "1",
  inputs: {},
  outputs: {},
};

function onDisk(where: StackFiles): Checkpoint {
  return JSON.parse(readFileSync(where.state, "utf8")) as Checkpoint;
}

test("when a resource is settled and saved, then it is in the file and is read again", () => {
  const where = files();
  const snapshot = Snapshot.open(where, "organization/p/s", noSecrets);
  snapshot.settle(network);
  snapshot.save();
  expect(onDisk(where).checkpoint.latest?.resources).toEqual([network]);
  expect(Snapshot.open(where, "organization/p/s", noSecrets).resources).toEqual([network]);
  expect(readdirSync(dirname(where.state))).toEqual(["s.json"]);
});

test("when something is under way, then the file says so before it begins, and no longer after the next save", async () => {
  const where = files();
  const snapshot = Snapshot.open(where, "organization/p/s", noSecrets);
  await snapshot.during({ type: "creating", resource: network }, async () => {
    expect(onDisk(where).checkpoint.latest?.pending_operations).toEqual([
      { type: "creating", resource: network },
    ]);
  });
  snapshot.settle(network);
  snapshot.save();
  expect(onDisk(where).checkpoint.latest?.pending_operations).toBeUndefined();
});

test("when the file is damaged, then it is left as it is and the error names the last good one", () => {
  const where = files();
  writeFileSync(where.state, '{"version":3,"checkp');
  writeFileSync(where.backup, "{}");
  expect(() => Snapshot.open(where, "organization/p/s", noSecrets)).toThrow(
    /cannot be read.*left as it is.*s\.json\.bak/,
  );
  expect(readFileSync(where.state, "utf8")).toBe('{"version":3,"checkp');
});

test("when a run changes the state, then the state before the run is kept next to it", () => {
  const where = files();
  const first = Snapshot.open(where, "organization/p/s", noSecrets);
  first.settle(network);
  first.save();
  const before = readFileSync(where.state, "utf8");
  const second = Snapshot.open(where, "organization/p/s", noSecrets);
  second.remove(second.resources[0] as Resource);
  second.save();
  second.settle({ ...network, id: "2" });
  second.save();
  expect(readFileSync(where.backup, "utf8")).toBe(before);
});

test("when nothing changed, then nothing is written", () => {
  const where = files();
  const first = Snapshot.open(where, "organization/p/s", noSecrets);
  first.settle(network);
  first.save();
  const written = readFileSync(where.state, "utf8");
  const again = Snapshot.open(where, "organization/p/s", noSecrets);
  again.settle({ ...network }, again.resources[0]);
  again.save();
  expect(readFileSync(where.state, "utf8")).toBe(written);
  expect(existsSync(where.backup)).toBe(false);
});

test("when a resource holds a secret, then the file holds its ciphertext and the salt to open it", () => {
  const where = files();
  const crypter = newCrypter("pass");
  const hidden = { ...network, outputs: { envs: secret(["TOKEN=hush"]) } };
  const snapshot = Snapshot.open(where, "organization/p/s", () => crypter);
  snapshot.settle(hidden);
  snapshot.save();
  expect(readFileSync(where.state, "utf8")).not.toContain("hush");
  expect(onDisk(where).checkpoint.latest?.secrets_providers?.state?.salt).toBe(crypter.salt);
  const opened = Snapshot.open(where, "organization/p/s", (salt) => openCrypter(salt ?? "", "pass"));
  expect(opened.resources).toEqual([hidden]);
});

test("when a preview opened the state, then it is never written", () => {
  const where = files();
  const snapshot = Snapshot.open(where, "organization/p/s", noSecrets, true);
  snapshot.settle(network);
  snapshot.save();
  expect(existsSync(where.state)).toBe(false);
});
