import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { containerType } from "../container/container.ts";
import {
  type FakeEngine,
  json,
  progress,
  type Seen,
  startFakeEngine,
  truncated,
} from "../testing/fake-engine.ts";
import { ensureLocalImage } from "./local-image.ts";

const kept = { ...process.env };
let folder = "";
let engine: FakeEngine;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pull-"));
  process.env.DOCKER_CONFIG = folder;
});
afterEach(async () => {
  await engine.close();
  process.env = { ...kept };
  rmSync(folder, { recursive: true });
});

/** Starts an engine that has the image after its pull, which gives this answer. */
async function pulling(image: string, answer: ReturnType<typeof progress>, arrives = true): Promise<void> {
  let isHere = false;
  engine = await startFakeEngine({
    "POST /images/create": (seen, response) => {
      isHere = arrives;
      answer(seen, response);
    },
    [`GET /images/${image}/json`]: (seen, response) =>
      json(isHere ? { Id: "sha256:1" } : { message: "No such image" }, isHere ? 200 : 404)(seen, response),
  });
}

const pull = (image: string) => ensureLocalImage(image, "", engine.contextIn());
const seenPull = (): Seen => engine.seen.find(({ path }) => path === "/images/create") as Seen;

describe("when a pull fails after Docker has answered 200", () => {
  test.each([
    ["no matching manifest for linux/arm64/v8 in the manifest list entries", "check the name and the tag"],
    ["write /var/lib/docker/tmp/x: no space left on device", ""],
    ["toomanyrequests: You have reached your pull rate limit.", "docker login"],
  ])("then the error is %s, with what to do", async (reason, advice) => {
    const line = { errorDetail: { message: reason }, error: reason };
    await pulling("a.test/b:1", progress({ status: "Downloading" }, line), false);
    const failure = await pull("a.test/b:1").catch((error: Error) => error.message);
    expect(failure).toContain(`unable to pull image a.test/b:1: ${reason}`);
    expect(failure).toContain(advice);
  });

  test.each([
    ["is cut off", truncated({ status: "Downloading" })],
    ["ends too early", progress({ status: "Downloading" })],
  ])("then an answer that %s is a failure", async (_how, answer) => {
    await pulling("a.test/b:1", answer, false);
    await expect(pull("a.test/b:1")).rejects.toThrow(
      /unable to pull image a.test\/b:1: Docker's answer was cut off/,
    );
  });
});

test("when a container's image is the id of a RemoteImage, then the error names the right property, and Docker is not asked", async () => {
  engine = await startFakeEngine({});
  await expect(pull(`sha256:${"1".repeat(64)}postgres:18`)).rejects.toThrow(/use its property imageId$/);
  expect(engine.seen).toEqual([]);
});

describe("when docker login has left a login", () => {
  beforeEach(() => {
    const auths = {
      "a.test": { auth: Buffer.from("me:s3cr3t").toString("base64") },
      "https://index.docker.io/v1/": { auth: Buffer.from("hub:hubsecret").toString("base64") },
    };
    writeFileSync(join(folder, "config.json"), JSON.stringify({ auths }));
  });
  const login = () =>
    JSON.parse(Buffer.from(String(seenPull().headers["x-registry-auth"]), "base64url").toString());

  test("then its registry gets it, in a header and nowhere else", async () => {
    await pulling("a.test/b:1", progress({ status: "Done" }));
    await pull("a.test/b:1");
    expect(login()).toEqual({ serveraddress: "a.test", username: "me", password: "s3cr3t" });
    expect(String(seenPull().query) + seenPull().body).not.toContain("s3cr3t");
  });

  test("then Docker Hub gets its own", async () => {
    await pulling("acme/b:1", progress({ status: "Done" }));
    await pull("acme/b:1");
    expect(login()).toMatchObject({ serveraddress: "https://index.docker.io/v1/", username: "hub" });
  });

  test("then another registry, such as a mirror of Docker Hub, gets none", async () => {
    await pulling("mirror.test/acme/b:1", progress({ status: "Done" }));
    await pull("mirror.test/acme/b:1");
    expect(seenPull().headers["x-registry-auth"]).toBeUndefined();
  });

  test("then a failure does not show it", async () => {
    await pulling(
      "a.test/b:1",
      json({ message: "unauthorized: incorrect username or password" }, 500),
      false,
    );
    const failure = await pull("a.test/b:1").catch(
      (error: Error) => `${error.stack} ${JSON.stringify(error)}`,
    );
    expect(failure).toContain("docker login a.test");
    expect(`${failure} ${engine.lines}`).not.toMatch(/s3cr3t|bWU6czNjcjN0/);
  });
});

test("when an image is on this machine, then no registry is asked, and no login is looked for", async () => {
  writeFileSync(join(folder, "config.json"), JSON.stringify({ credsStore: "missing-helper" }));
  engine = await startFakeEngine({ "GET /images/a.test/b:1/json": json({ Id: "sha256:1" }) });
  await pull("a.test/b:1");
  expect(engine.seen.map(({ path }) => path)).toEqual(["/images/a.test/b:1/json"]);
  expect(engine.lines).toEqual([]);
});

test("when the image of a container is gone and is named by its id, then no registry is asked, and the error says how to get it back", async () => {
  engine = await startFakeEngine({});
  const image = `sha256:${"a".repeat(64)}`;
  const failure = containerType.create({ name: "c", image }, engine.contextIn());
  await expect(failure).rejects.toThrow(/the image sha256:aaaaaaaaaaaa is gone .*\.\/lab up --refresh/);
  expect(engine.seen.some(({ path }) => path === "/images/create")).toBe(false);
});

test("when a container is created, then only its name and its platform are in the URL", async () => {
  engine = await startFakeEngine({});
  const inputs = { name: "c", image: "sha256:x", envs: ["DB_PASSWORD=s3cr3t"], platform: "linux/amd64" };
  await containerType.create(inputs, engine.contextIn()).catch(() => {});
  const { query, body } = engine.seen.find(({ path }) => path === "/containers/create") as Seen;
  expect(Object.fromEntries(query)).toEqual({ name: "c", platform: "linux/amd64" });
  const sent = JSON.parse(body.toString());
  expect(sent).toMatchObject({ Image: "sha256:x", Env: ["DB_PASSWORD=s3cr3t"] });
  // Without a value in the program, Docker's own setting in daemon.json applies.
  expect(sent.HostConfig).not.toHaveProperty("Init");
});
