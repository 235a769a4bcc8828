import { execFile } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { issueIdentity } from "./authority.ts";
import { isUsable } from "./identity.ts";
import { obtainIdentity, readIdentity } from "./identity-folder.ts";

const dayMs = 86_400_000;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "identity "));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

test("when many ask at once, then one identity is made, and all get it", async () => {
  const issue = vi.fn(async () => issueIdentity());
  const got = await Promise.all(Array.from({ length: 20 }, () => obtainIdentity(folder, issue)));
  expect(issue).toHaveBeenCalledTimes(1);
  expect(new Set(got.map(({ certificate }) => certificate)).size).toBe(1);
  expect(readIdentity(folder)).toEqual(got[0]);
});

test("when processes start together, as containers do, then they get the same one", async () => {
  const program = `
    const { obtainIdentity } = await import(${JSON.stringify(join(import.meta.dirname, "identity-folder.ts"))});
    const { issueIdentity } = await import(${JSON.stringify(join(import.meta.dirname, "authority.ts"))});
    console.log((await obtainIdentity(process.argv[1], () => issueIdentity())).certificate);`;
  const args = ["--input-type=module", "--eval", program, folder];
  const runs = await Promise.all([1, 2, 3, 4].map(() => promisify(execFile)(process.execPath, args)));
  expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(1);
  expect(folders()).toHaveLength(1);
});

test("when it is written, then only its owner can read the key, whatever the umask", async () => {
  const umask = process.umask(0);
  onTestFinished(() => void process.umask(umask));
  await obtainIdentity(folder, issueIdentity);
  const modeOf = (name: string) => (statSync(join(folder, "current", name)).mode & 0o777).toString(8);
  expect(modeOf("key.pem")).toBe("600");
  expect(modeOf("authority.pem")).toBe("644");
  expect(modeOf("")).toBe("700");
});

test("when there is one already, then it stays", async () => {
  const first = await obtainIdentity(folder, issueIdentity);
  expect(await obtainIdentity(folder, never)).toEqual(first);
});

test.each([
  ["it is about to expire", () => issueIdentity({ now: Date.now() - 340 * dayMs })],
  ["it is of the future, from a wrong clock", () => issueIdentity({ now: Date.now() + 3 * dayMs })],
  ["its key is another one's", () => ({ ...issueIdentity(), key: issueIdentity().key })],
  ["its authority is another one", () => ({ ...issueIdentity(), authority: issueIdentity().authority })],
  ["it was cut off", () => ({ ...issueIdentity(), certificate: "-----BEGIN CERTIFICATE-----\nMII" })],
])("when %s, then another takes its place, and the old one is removed", async (_, old) => {
  const first = old();
  expect(isUsable(first)).toBe(false);
  const issue = vi.fn(() => issueIdentity());
  mkdirSync(join(folder, "identity-old"));
  symlinkSync("identity-old", join(folder, "current"));
  for (const [part, pem] of Object.entries(first))
    writeFileSync(join(folder, "identity-old", `${part}.pem`), pem);
  const got = await obtainIdentity(folder, issue);
  expect(issue).toHaveBeenCalledTimes(1);
  expect(readIdentity(folder)).toEqual(got);
  expect(folders()).toEqual([readlinkSync(join(folder, "current"))]);
});

test("when who was making it died, then another one makes it after a while, and not before", async () => {
  const making = join(folder, "making");
  mkdirSync(making);
  writeFileSync(join(making, "key.pem"), "half");
  const issue = vi.fn(() => issueIdentity());
  const obtained = obtainIdentity(folder, issue);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(issue).not.toHaveBeenCalled();
  utimesSync(making, new Date(), new Date(Date.now() - 11_000));
  expect(readIdentity(folder)).toBeUndefined();
  expect(isUsable(await obtained)).toBe(true);
});

test("when making it fails, then that is reported, and the next one can try at once", async () => {
  await expect(obtainIdentity(folder, never)).rejects.toThrow("not needed");
  expect(readdirSync(folder)).toEqual([]);
  expect(isUsable(await obtainIdentity(folder, issueIdentity))).toBe(true);
});

test.skipIf(process.getuid?.() === 0)(
  "when the folder cannot be written, then that is reported",
  async () => {
    chmodSync(folder, 0o500);
    await expect(obtainIdentity(folder, issueIdentity)).rejects.toThrow("EACCES");
  },
);

test("when it is renewed while others read, then each of them reads a whole one", async () => {
  await obtainIdentity(folder, issueIdentity);
  for (let round = 0; round < 5; round++) {
    const seen = ["authority", "certificate", "key"].map((part) =>
      readFileSync(join(folder, "current", `${part}.pem`)),
    );
    expect(seen.every(({ length }) => length > 100)).toBe(true);
    rmSync(join(folder, "current", "key.pem")); // so that it cannot be used
    await Promise.all([1, 2, 3].map(() => obtainIdentity(folder, issueIdentity)));
    expect(readIdentity(folder)).toBeDefined();
  }
  expect(folders()).toHaveLength(1);
});

const folders = () => readdirSync(folder).filter((name) => /^(identity|making)/.test(name));

function never(): never {
  throw new Error("not needed");
}
