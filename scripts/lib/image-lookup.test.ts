import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { canPull, missingImages, stackImages } from "./image-lookup.mjs";

let dir: string;
let server: Server | undefined;
const dockerHost = process.env.DOCKER_HOST;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "image-lookup-"));
});
afterEach(() => {
  server?.close();
  if (dockerHost === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = dockerHost;
  rmSync(dir, { recursive: true });
});

describe("stackImages", () => {
  test("when no mirror is configured, then the images are named as the stack's file names them", async () => {
    addProject({});
    expect(await stackImages("some", dir)).toEqual(["acme/kafka:1", "acme/zookeeper:1", "node:24"]);
  });

  test("when a mirror is configured, then the images are named as the program will ask for them", async () => {
    addProject({ registry: "mirror.example.com:5000" });
    expect(await stackImages("some", dir)).toEqual([
      "mirror.example.com:5000/acme/kafka:1",
      "mirror.example.com:5000/acme/zookeeper:1",
      "mirror.example.com:5000/library/node:24",
    ]);
  });
});

describe("missingImages", () => {
  test("when the engine does not know an image, then it is missing, and named once", async () => {
    await startEngine(({ url }, response) => {
      response.writeHead(url === "/images/there:1/json" ? 200 : 404).end("{}");
    });
    expect(await missingImages(["there:1", "gone:1", "gone:1"])).toEqual(["gone:1"]);
  });
});

describe("canPull", () => {
  test("when the registry has the image, then it can be pulled", async () => {
    await startEngine((_, response) => response.end("{}"));
    expect(await canPull("acme/kafka:1")).toEqual({ pullable: true });
  });

  test("when the registry cannot be reached, then the reason is the end of what the engine says", async () => {
    const message = "Get https://registry: dial tcp: lookup registry: no such host";
    await startEngine((_, response) => response.writeHead(500).end(JSON.stringify({ message })));
    expect(await canPull("acme/kafka:1")).toEqual({
      pullable: false,
      failure: "lookup registry: no such host",
    });
  });
});

function addProject(settings: Record<string, string>) {
  const images = { kafkaImage: "acme/kafka:1", zookeeperImage: "acme/zookeeper:1", nodeImage: "node:24" };
  const lines = Object.entries({ ...images, ...settings }).map(
    ([key, value]) => `  kafka-lab:${key}: ${value}`,
  );
  writeFileSync(join(dir, "Pulumi.yaml"), "name: kafka-lab\nruntime: nodejs\n");
  writeFileSync(join(dir, "Pulumi.some.yaml"), `config:\n${lines.join("\n")}\n`);
}

/** An engine on a socket of its own: what the lab sends goes over a real connection. */
async function startEngine(answer: RequestListener) {
  const socket = join(dir, "docker.sock");
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(socket, resolve));
  process.env.DOCKER_HOST = `unix://${socket}`;
}
