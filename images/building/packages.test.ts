import { expect, test } from "vitest";
import { missingPackages } from "./packages.ts";

const debian = (...commands: string[]) => ({
  platform: "linux",
  userId: 0,
  has: (command: string) => ["apt-get", "tar", ...commands].includes(command),
});

test("when everything is there, then there is nothing to install", () => {
  expect(missingPackages(debian("debootstrap", "mvn"))).toEqual([]);
});

test("when tools are missing on Debian as root, then their packages are named", () => {
  expect(missingPackages(debian())).toEqual(["debootstrap", "debian-archive-keyring", "maven"]);
});

test("when the user is not root, then the error says what to run as root", () => {
  const error = thrownBy(() => missingPackages({ ...debian("debootstrap", "mvn"), userId: 1000 }));
  expect(error).toMatchObject({ name: "LabError", hint: expect.stringContaining("sudo ./lab images") });
});

test("when the system is not Debian, then the official images are offered", () => {
  for (const machine of [
    { ...debian(), platform: "darwin" },
    { ...debian(), has: () => false },
  ]) {
    const error = thrownBy(() => missingPackages(machine));
    expect(error).toMatchObject({ name: "LabError", hint: expect.stringContaining("--stack dev") });
  }
});

function thrownBy(action: () => unknown) {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("expected it to throw");
}
