import { describe, expect, test } from "vitest";
import type { PropertyMap } from "../../model/resource-type.ts";
import { containerOutputs, type Inspected } from "./container-outputs.ts";

/** A container as Docker describes it, with only what matters here. */
function inspected(running: boolean, host: object = {}): Inspected {
  const published = { "80/tcp": [{ HostIp: "0.0.0.0", HostPort: "8080" }] };
  return {
    Id: "id",
    Name: "/a",
    Config: {},
    HostConfig: host,
    State: { Running: running, ExitCode: 0 },
    NetworkSettings: { Networks: {}, Ports: running ? published : {} },
  } as unknown as Inspected;
}

const read = (known: PropertyMap, running = true) => containerOutputs(inspected(running), known, "read");

describe("when a container is read again", () => {
  test("then properties that are not read from Docker stay as they are in the state", () => {
    const known = { envs: ["Z=1"], labels: [{ label: "a", value: "1" }], containerLogs: "done", wait: true };
    expect(read(known)).toMatchObject(known);
  });

  test("then values of its volumes that the first read left as null are filled in", () => {
    expect(read({ volumes: [{ containerPath: "/d", readOnly: null }] })).toMatchObject({
      volumes: [{ containerPath: "/d", readOnly: false }],
    });
  });

  test("then ports are read only when the state has some", () => {
    expect(read({ ports: [] }).ports).toEqual([]);
    expect(read({ ports: [{ internal: 80 }] }).ports).toMatchObject([{ external: 8080 }]);
    expect(read({ ports: [{ internal: 80 }] }, false).ports).toEqual([]);
  });
});

describe("when capabilities are read", () => {
  const capabilities = (known: PropertyMap, host: object) =>
    containerOutputs(inspected(true, host), known, "created").capabilities;

  test("then a block that was given empty is present, and one that was not given is null", () => {
    expect(capabilities({ capabilities: {} }, {})).toEqual({ adds: [], drops: [] });
    expect(capabilities({}, {})).toBeNull();
  });

  test("then names that mean the same are kept as they were given", () => {
    const known = { capabilities: { adds: ["NET_ADMIN"] } };
    expect(capabilities(known, { CapAdd: ["CAP_NET_ADMIN"] })).toEqual({ adds: ["NET_ADMIN"], drops: [] });
  });
});
