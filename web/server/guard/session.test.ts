import { chmodSync, chownSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { newFolder } from "../testing/served-page.ts";
import { openSession, sessionFile } from "./session.ts";

function newFile(): string {
  return sessionFile(newFolder());
}

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

test("when there is none, then one is made that only its owner can read, and it is kept", () => {
  const file = newFile();
  const session = openSession(file);
  expect(session.secret).toMatch(/^[0-9a-f]{64}$/);
  expect(modeOf(file)).toBe(0o600);
  expect(openSession(file)).toEqual(session);
  expect(readdirSync(dirname(file))).toEqual(["web-session.json"]);
  expect(openSession(newFile())).not.toEqual(session);
});

test.each([0o644, 0o640, 0o604, 0o666])(
  "when others could read it, then its mode and its secret are new: %o",
  (mode) => {
    const file = newFile();
    const { secret } = openSession(file);
    chmodSync(file, mode);
    const renewed = openSession(file);
    expect(renewed.secret).not.toBe(secret);
    expect(modeOf(file)).toBe(0o600);
    expect(openSession(file)).toEqual(renewed);
  },
);

test.each(["", "{", "[]", '{"secret":"short"}'])(
  "when it holds something else, then it is made anew: %j",
  (text) => {
    const file = newFile();
    mkdirSync(dirname(file));
    writeFileSync(file, text, { mode: 0o600 });
    expect(openSession(file)).toEqual(openSession(file));
  },
);

test("when it is a symbolic link, then it is refused and its target stays", () => {
  const file = newFile();
  const target = join(newFolder(), "target");
  mkdirSync(dirname(file));
  writeFileSync(target, "kept", { mode: 0o644 });
  symlinkSync(target, file);
  expect(() => openSession(file)).toThrow(/is a symbolic link/);
  expect(modeOf(target)).toBe(0o644);
});

test("when it is a folder, then it is refused", () => {
  const file = newFile();
  mkdirSync(file, { recursive: true });
  expect(() => openSession(file)).toThrow(/should be a file of yours, but it is none/);
});

test.runIf(process.getuid?.() === 0)("when it belongs to another user, then it is refused", () => {
  const file = newFile();
  openSession(file);
  chownSync(file, 12_345, 12_345);
  expect(() => openSession(file)).toThrow(/belongs to another user/);
});
