import { expect, test } from "vitest";
import { type PropertyMap, UNKNOWN } from "../../model/resource-type.ts";
import { checkContainer } from "./container-rules.ts";

test.each<[PropertyMap, string, string]>([
  [{ image: "" }, "image", "has no repoDigest: give its imageId"],
  [{ restart: "never" }, "restart", "one of no, on-failure, always, unless-stopped"],
  [{ memory: -1 }, "memory", "0 or more"],
  [{ memorySwap: -2 }, "memorySwap", "-1 (no limit) or more"],
  [{ cpuSet: "first" }, "cpuSet", 'processors such as "0-1"'],
  [{ healthcheck: { interval: "soon" } }, "healthcheck.interval", 'a duration such as "2s"'],
  [{ ports: [{ internal: 80 }, { internal: 99999 }] }, "ports[1].internal", "a port from 1 to 65535"],
  [{ mounts: [{ type: "disk", target: "/a" }] }, "mounts[0].type", "one of bind, volume, tmpfs"],
  [{ volumes: [{ hostPath: "data", containerPath: "/a" }] }, "volumes[0].hostPath", "an absolute path"],
  [{ volumes: [{ volumeName: "data" }] }, "volumes[0]", "either containerPath or fromContainer"],
  [{ uploads: [{ file: "/a", content: "a", source: "b" }] }, "uploads[0]", "exactly one of content"],
  [{ uploads: [{ file: "/a", content: "a", permissions: "rw" }] }, "uploads[0].permissions", '"0644"'],
])(
  "when a container is given %j, then %s is refused with what was expected",
  (inputs, property, expected) => {
    expect(checkContainer(inputs)).toEqual([{ property, reason: expect.stringContaining(expected) }]);
  },
);

test("when values are valid or not known yet, then nothing is refused", () => {
  const inputs = {
    restart: "on-failure",
    memory: 0,
    memorySwap: -1,
    cpus: "1.5",
    healthcheck: { interval: "1m30s", retries: 3 },
    ports: [{ internal: UNKNOWN, external: 8080, protocol: "udp" }],
    volumes: [{ volumeName: UNKNOWN, containerPath: "/data" }, { fromContainer: "other" }],
  };
  expect(checkContainer(inputs)).toEqual([]);
});
