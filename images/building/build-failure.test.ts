import { describe, expect, test } from "vitest";
import { explainBuildFailure } from "./build-failure.ts";

const spacious = [{ path: "/var/lib/docker", freeBytes: 20 * 1024 ** 3 }];
const full = [
  { path: "/lab/.lab/cache/images", freeBytes: 9 * 1024 ** 3 },
  { path: "/var/lib/docker", freeBytes: 12 * 1024 ** 2 },
];

describe("no disk space left", () => {
  test.each([
    ["docker build", "failed to copy files: write /opt/kafka/libs/a.jar: no space left on device"],
    ["unpacking", "tar: ./data.tar.xz: Cannot write: No space left on device"],
    ["apt", "E: You don't have enough free space in /var/cache/apt/archives/."],
    ["a quota", "write error: Disk quota exceeded"],
    ["Node", "ENOSPC: no space left on device, copyfile 'node'"],
  ])("when %s says so, then the error names the free space, and how to get more", (_, output) => {
    const error = explainBuildFailure("kafka-lab/kafka:3.9.1", output, full);
    expect(error.message).toContain("no disk space left while building kafka-lab/kafka:3.9.1");
    expect(error.message).toContain("9216 MB free in /lab/.lab/cache/images, 12 MB free in /var/lib/docker");
    expect(error.hint).toMatch(/docker system df.*\.\/lab clean --all/);
  });

  test("when the output does not mention it and the disk is full, then the error says so anyway", () => {
    const error = explainBuildFailure("kafka-lab/base:bookworm", "E: Couldn't download packages", full);
    expect(error.message).toContain("no disk space left");
  });
});

describe("other failures", () => {
  test.each([
    ["the mirror is out of reach", "Could not connect to mirror.test:80", /DEBIAN_MIRROR/],
    ["Maven finds no host", "Could not transfer artifact x from/to central: Unknown host", /settings\.xml/],
    [
      "a CA is unknown",
      "PKIX path building failed: unable to find valid certification path",
      /NODE_EXTRA_CA_CERTS/,
    ],
    [
      "the engine is stopped",
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock",
      /lab doctor/,
    ],
    ["there is no docker command", "docker failed:\nspawn docker ENOENT", /not on PATH/],
    [
      "certificates are only mentioned",
      "Adding debian:Certainly_Root_R1.pem (certificate)",
      /Fix what is reported/,
    ],
    ["it is something else", "E: Unmet dependencies", /Fix what is reported/],
  ])("when %s, then the output is kept and the hint fits", (_, output, hint) => {
    const error = explainBuildFailure("kafka-lab/kafka:3.9.1", output, spacious);
    expect(error.message).toContain(output);
    expect(error.hint).toMatch(hint);
  });
});
