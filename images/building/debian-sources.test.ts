import { expect, test } from "vitest";
import { debianSources } from "./debian-sources.ts";

const uris = (...releases: string[]) =>
  releases.map((release) => `'http://${release}/InRelease' a_file_name 0 \n`).join("");
const own = uris(
  "tools.test/apt/dists/cloud-sdk-bookworm",
  "php.test/dists/bookworm",
  "mirror.test/debian/dists/trixie",
  "mirror.test/debian/dists/trixie-updates",
  "mirror.test/debian-security/dists/trixie-security",
);

test("when this machine is a Debian, then packages and security updates come from where its own come from", () => {
  expect(debianSources("bookworm", undefined, own)).toEqual([
    "http://mirror.test/debian bookworm",
    "http://mirror.test/debian-security bookworm-security",
  ]);
});

test("when a mirror is named, then all comes from there", () => {
  expect(debianSources("bookworm", "https://other.test/debian", own)).toEqual([
    "https://other.test/debian bookworm",
  ]);
});

test("when this machine's apt knows no Debian, then the error says how to name a mirror", () => {
  const ubuntu = uris("ubuntu.test/ubuntu/dists/noble", "ubuntu.test/ubuntu/dists/noble-security");
  expect(() => debianSources("bookworm", undefined, ubuntu)).toThrow(
    expect.objectContaining({ name: "LabError", hint: expect.stringContaining("DEBIAN_MIRROR=") }),
  );
});
