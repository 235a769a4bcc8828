import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeEngine, json, progress, startFakeEngine, truncated } from "../testing/fake-engine.ts";
import { imageType } from "./image.ts";

const ID = `sha256:${"1".repeat(64)}`;
const END = { aux: { ID } };

const kept = { ...process.env };
let folder = "";
let engine: FakeEngine;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "image-"));
  writeFileSync(join(folder, "Dockerfile"), "ARG BASE=a.test/base:1\nFROM $BASE\n");
  process.env.DOCKER_CONFIG = folder;
});
afterEach(async () => {
  await engine.close();
  process.env = { ...kept };
  rmSync(folder, { recursive: true });
});

function inputsWith(build: object = {}) {
  const location = { context: ".", dockerfile: "Dockerfile" };
  return { build: { ...location, ...build }, imageName: "two:dev", skipPush: true };
}

const builds = (...answers: ReturnType<typeof progress>[]) => {
  const left = [...answers];
  return startFakeEngine({
    "POST /build": (seen, response) => left.shift()?.(seen, response),
    "GET /images/two:dev/json": json({ Id: ID }),
  });
};

test("when an image is built under another name, then it keeps its id, and its outputs have the new name", async () => {
  engine = await builds(progress(END));
  const inputs = inputsWith();
  const old = { id: "one:dev", inputs: { ...inputs, imageName: "one:dev" }, outputs: {} };
  const { id, outputs } = await imageType.update(old, inputs, engine.contextIn(folder));
  expect(id).toBe("one:dev");
  expect(outputs).toMatchObject({ imageName: "two:dev", repoDigest: ID });
});

describe("when Docker reports the progress of a build", () => {
  const build = () => imageType.create(inputsWith(), engine.contextIn(folder));
  const buildsSeen = () => engine.seen.filter(({ path }) => path === "/build").length;

  test("then an error among its lines is the build's, in Docker's own words, and is not tried again", async () => {
    engine = await builds(
      progress({ stream: "Step 1" }, { errorDetail: { message: "exit code: 7" }, error: "x" }),
    );
    await expect(build()).rejects.toThrow("the build failed: exit code: 7");
    expect(buildsSeen()).toBe(1);
  });

  test("then a warning of BuildKit is in words", async () => {
    const warning = Buffer.from("LegacyKeyValueFormat: ENV key=value").toString("base64");
    engine = await builds(progress({ stream: `WARNING: ${warning}` }, END));
    await build();
    expect(engine.lines).toContain("WARNING: LegacyKeyValueFormat: ENV key=value");
  });

  test("then a build with a truncated answer is sent once more", async () => {
    engine = await builds(truncated({ stream: "Step 1" }), progress(END));
    expect((await build()).outputs.repoDigest).toBe(ID);
    expect(engine.lines.join()).toContain("once more");
  });

  test("then an answer that ends without an image id is a failure, although an older image has the name", async () => {
    engine = await builds(progress({ stream: "Step 1" }), progress({ stream: "Step 1" }));
    await expect(build()).rejects.toThrow("Docker's answer was cut off");
    expect(buildsSeen()).toBe(2);
  });

  test("then no build uses a connection that was kept", async () => {
    engine = await builds(progress(END));
    await engine.docker.ping().catch(() => {});
    await build();
    const { headers } = engine.seen.find(({ path }) => path === "/build") ?? {};
    expect(headers?.connection).toBe("close");
  });
});

test("when a build adds two hosts, then Docker gets two", async () => {
  engine = await builds(progress(END));
  const inputs = inputsWith({ addHosts: ["a.test:10.0.0.1", "b.test:10.0.0.2"] });
  await imageType.create(inputs, engine.contextIn(folder));
  const { query } = engine.seen.find(({ path }) => path === "/build") ?? {};
  expect(query?.getAll("extrahosts")).toEqual(["a.test:10.0.0.1", "b.test:10.0.0.2"]);
});

describe("when the base image is in a registry with a login", () => {
  beforeEach(() => {
    const auth = (text: string) => ({ auth: Buffer.from(text).toString("base64") });
    const auths = { "a.test": auth("me:secret?>~"), "b.test": auth("me:other") };
    writeFileSync(join(folder, "config.json"), JSON.stringify({ auths }));
  });

  test("then the classic builder gets that login and no other, in a header that Docker can read", async () => {
    engine = await builds(progress(END));
    await imageType.create(inputsWith({ builderVersion: "BuilderV1" }), engine.contextIn(folder));
    const { headers, query } = engine.seen.find(({ path }) => path === "/build") ?? {};
    const header = String(headers?.["x-registry-config"]);
    expect(header).not.toMatch(/[+/]/);
    const logins = JSON.parse(Buffer.from(header, "base64url").toString());
    expect(logins).toEqual({ "a.test": { serveraddress: "a.test", username: "me", password: "secret?>~" } });
    expect(String(query)).not.toContain("secret");
  });

  test("then BuildKit gets the login of the registry that it names", async () => {
    const answers: object[] = [];
    engine = await startFakeEngine(
      {
        "POST /build": async (_seen, response) => {
          for (const host of ["a.test", "c.test"]) answers.push(await askSession(host));
          progress(END)(_seen, response);
        },
        "GET /images/two:dev/json": json({ Id: ID }),
      },
      (socket) => {
        session = socket;
      },
    );
    await imageType.create(inputsWith(), engine.contextIn(folder));
    expect(answers.map(String)).toEqual(["\n\u0002me\u0012\tsecret?>~", ""]);
    expect(engine.seen.find(({ path }) => path === "/build")?.headers["x-registry-config"]).toBeUndefined();
  });
});

let session: import("node:stream").Duplex | undefined;

/** BuildKit is the client on the connection that we have opened. */
async function askSession(host: string): Promise<Buffer> {
  const { connect } = await import("node:http2");
  client ??= connect("http://session", { createConnection: () => session as never });
  client.on("error", () => {}); // The session ends with the build.
  const stream = client.request({
    ":method": "POST",
    ":path": "/moby.filesync.v1.Auth/Credentials",
    "content-type": "application/grpc",
    te: "trailers",
  });
  const message = Buffer.concat([Buffer.from([10, host.length]), Buffer.from(host)]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([head, message]));
  return Buffer.concat(await stream.toArray()).subarray(5);
}
let client: import("node:http2").ClientHttp2Session | undefined;

describe("when a refresh looks for an image that this stack built", () => {
  const known = { inputs: inputsWith(), outputs: { repoDigest: ID } };
  const read = () => imageType.read("two:dev", known, engine.contextIn(folder));

  test("then one that has only lost its name is unchanged", async () => {
    engine = await startFakeEngine({ [`GET /images/${ID}/json`]: json({ Id: ID }) });
    expect(await read()).toEqual({ id: "two:dev", ...known });
  });

  test("then one that is gone leaves the state, so that the next run builds it", async () => {
    engine = await startFakeEngine({});
    expect(await read()).toBeUndefined();
  });
});
