import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Dockerode from "dockerode";
import { expect, test } from "vitest";
import { containerType } from "../container/container.ts";
import { networkType } from "../network/network.ts";
import { volumeType } from "../volume/volume.ts";
import type { DockerContext } from "./docker-context.ts";

test("when a name is not valid for Docker, then Docker is asked for it anyway", async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(404).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const docker = new Dockerode({ host: "127.0.0.1", port: (server.address() as AddressInfo).port });
  for (const type of [containerType, networkType, volumeType])
    expect(await type.read("a b/c", {}, { docker } as unknown as DockerContext)).toBeUndefined();
  server.close();
  expect(asked).toEqual(["/containers/a%20b%2Fc/json", "/networks/a%20b%2Fc", "/volumes/a%20b%2Fc"]);
});
