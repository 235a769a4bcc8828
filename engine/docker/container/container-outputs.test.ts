import { describe, expect, test } from "vitest";
import type { PropertyMap } from "../../model/resource-type.ts";
import { containerOutputs, type Inspected } from "./container-outputs.ts";

/** A container as Docker answers it, as far as it matters here. */
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
  test("then what Docker is not asked for stays as the state has it", () => {
    const known = { envs: ["Z=1"], labels: [{ label: "a", value: "1" }], containerLogs: "done", wait: true };
    expect(read(known)).toMatchObject(known);
  });

  test("then what the first read left open of its volumes is filled in", () => {
    expect(read({ volumes: [{ containerPath: "/d", readOnly: null }] })).toMatchObject({
      volumes: [{ containerPath: "/d", readOnly: false }],
    });
  });

  test("then ports are looked for only where the state has some", () => {
    expect(read({ ports: [] }).ports).toEqual([]);
    expect(read({ ports: [{ internal: 80 }] }).ports).toMatchObject([{ external: 8080 }]);
    expect(read({ ports: [{ internal: 80 }] }, false).ports).toEqual([]);
  });
});

describe("when capabilities are read", () => {
  const capabilities = (known: PropertyMap, host: object) =>
    containerOutputs(inspected(true, host), known, "created").capabilities;

  test("then a block that was given with nothing in it is there, and one that was not is not", () => {
    expect(capabilities({ capabilities: {} }, {})).toEqual({ adds: [], drops: [] });
    expect(capabilities({}, {})).toBeNull();
  });

  test("then names that mean the same are kept as they were asked for", () => {
    const known = { capabilities: { adds: ["NET_ADMIN"] } };
    expect(capabilities(known, { CapAdd: ["CAP_NET_ADMIN"] })).toEqual({ adds: ["NET_ADMIN"], drops: [] });
  });
});
