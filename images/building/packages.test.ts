import { expect, test } from "vitest";
import { debianKeyring } from "./debian.ts";
import { missingPackages } from "./packages.ts";

const debian = (...commands: string[]) => ({
  platform: "linux",
  userId: 0,
  has: (command: string) => ["apt-get", "dpkg-deb", "tar", ...commands].includes(command),
});
const ready = [debianKeyring, "mvn"];

test("when everything is there, then there is nothing to install", () => {
  expect(missingPackages(debian(...ready))).toEqual([]);
});

test("when tools are missing on Debian as root, then their packages are named", () => {
  expect(missingPackages(debian())).toEqual(["debian-archive-keyring", "maven"]);
});

test("when the user is not root, then only what must be installed is a reason to stop, and the error says how", () => {
  expect(missingPackages({ ...debian(...ready), userId: 1000 })).toEqual([]);
  const error = thrownBy(() => missingPackages({ ...debian("mvn"), userId: 1000 }));
  const hint = expect.stringContaining("sudo apt-get install debian-archive-keyring");
  expect(error).toMatchObject({ name: "LabError", hint });
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
