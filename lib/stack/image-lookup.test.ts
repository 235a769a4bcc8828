import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { canPull, missingImages, stackImages } from "./image-lookup.ts";

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
    expect(await canPull("acme/kafka:1")).toMatchObject({
      pullable: false,
      failure: "lookup registry: no such host",
      kind: "network",
    });
  });
});

describe("canPull, when the registry does not give the image", () => {
  const hub =
    "pull access denied, repository does not exist or may require authorization: authorization failed";
  test.each([
    [
      "acme/kafka:1",
      500,
      "toomanyrequests: You have reached your pull rate limit.",
      "rate-limit",
      "docker login",
    ],
    ["acme/kafka:1", 429, "", "rate-limit", "docker login"],
    ["a.test/kafka:1", 500, "no basic auth credentials", "login", "docker login a.test"],
    ["a.test/kafka:1", 401, "unauthorized: authentication required", "login", "docker login a.test"],
    [
      "a.test/kafka:1",
      403,
      "denied: requested access to the resource is denied",
      "login",
      "docker login a.test",
    ],
    ["acme/kafka:1", 401, "unauthorized: incorrect username or password", "login", "docker login"],
    ["acme/kafka:1", 403, hub, "absent", "check the name and the tag"],
    ["a.test/kafka:1", 404, "manifest unknown: manifest unknown", "absent", "check the name and the tag"],
    [
      "a.test/kafka:1",
      500,
      "Get https://a.test/v2/: dial tcp: i/o timeout",
      "network",
      "cannot reach a.test",
    ],
    ["a.test/kafka:1", 500, "Get https://a.test/v2/: x509: unknown authority", "trust", "certs.d/a.test"],
  ])("then for %s, %i %s is reported as %s", async (image, status, message, kind, advice) => {
    await startEngine((_, response) => response.writeHead(status).end(JSON.stringify({ message })));
    const seen = await canPull(image);
    expect(seen).toMatchObject({ pullable: false, kind });
    expect(seen.advice).toContain(advice);
  });
});

test("when docker login has left a login, then the look-up shows it to its registry alone, and no failure holds it", async () => {
  const folder = process.env.DOCKER_CONFIG;
  process.env.DOCKER_CONFIG = dir;
  try {
    const auths = { "a.test": { auth: Buffer.from("me:s3cr3t").toString("base64") } };
    writeFileSync(join(dir, "config.json"), JSON.stringify({ auths }));
    const shown: unknown[] = [];
    await startEngine(({ headers }, response) => {
      shown.push(headers["x-registry-auth"]);
      response.writeHead(401).end(JSON.stringify({ message: "unauthorized: authentication required" }));
    });
    const failures = JSON.stringify([await canPull("a.test/kafka:1"), await canPull("mirror.test/kafka:1")]);
    const login = JSON.parse(Buffer.from(String(shown[0]), "base64url").toString());
    expect(login).toEqual({ serveraddress: "a.test", username: "me", password: "s3cr3t" });
    expect(shown[1]).toBeUndefined();
    expect(failures).not.toContain("s3cr3t");
  } finally {
    if (folder === undefined) delete process.env.DOCKER_CONFIG;
    else process.env.DOCKER_CONFIG = folder;
  }
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
