import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { requireDocker } from "./probe-docker.ts";

const kept = { ...process.env };

test.each([
  // As Podman 4.3.1 and Docker 20.10 were seen to answer.
  ["Podman Engine", "is Podman, and the lab needs Docker"],
  ["Engine", undefined],
])("when the engine says that it is %s, then what is refused is: %s", async (Name, refusal) => {
  const version = { Version: "4.3.1", Components: [{ Name, Version: "4.3.1" }, { Name: "Conmon" }] };
  const server = createServer((_, response) => response.end(JSON.stringify(version))).listen(0, "127.0.0.1");
  await once(server, "listening");
  process.env.DOCKER_HOST = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const answer = requireDocker();
    if (refusal === undefined) expect(await answer).toMatchObject({ reachable: true });
    else await expect(answer).rejects.toThrow(refusal);
  } finally {
    process.env = { ...kept };
    server.close();
  }
});
