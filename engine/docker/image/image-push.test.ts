import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeEngine, progress, startFakeEngine } from "../testing/fake-engine.ts";
import { pushImage } from "./image-push.ts";

const DIGEST = `sha256:${"2".repeat(64)}`;
const imageName = "a.test:5000/lab/app:one";

const kept = { ...process.env };
let folder = "";
let engine: FakeEngine;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "push-"));
  process.env.DOCKER_CONFIG = folder;
});
afterEach(async () => {
  await engine.close();
  process.env = { ...kept };
  rmSync(folder, { recursive: true });
});

const pushes = (...events: object[]) =>
  startFakeEngine({ "POST /images/a.test:5000/lab/app/push": progress(...events) });

test("when an image is pushed, then it is known by its repository and the registry's digest", async () => {
  engine = await pushes({ status: "Pushed" }, { aux: { Tag: "one", Digest: DIGEST, Size: 1 } });
  expect(await pushImage({ imageName }, engine.contextIn())).toBe(`a.test:5000/lab/app@${DIGEST}`);
  expect(engine.seen[0]?.query.get("tag")).toBe("one");
  expect(engine.seen[0]?.headers["x-registry-auth"]).toBeDefined();
});

test("when the engine has containerd's image store, then the digest is in a sentence", async () => {
  engine = await pushes({ status: `one: digest: ${DIGEST} size: 1234` });
  expect(await pushImage({ imageName }, engine.contextIn())).toBe(`a.test:5000/lab/app@${DIGEST}`);
});

test("when the registry has a login by docker login, then that one is sent, in a header alone", async () => {
  const auth = Buffer.from("me:secret").toString("base64");
  writeFileSync(join(folder, "config.json"), JSON.stringify({ auths: { "a.test:5000": { auth } } }));
  engine = await pushes({ aux: { Digest: DIGEST } });
  await pushImage({ imageName }, engine.contextIn());
  const header = String(engine.seen[0]?.headers["x-registry-auth"]);
  expect(JSON.parse(Buffer.from(header, "base64url").toString())).toMatchObject({ password: "secret" });
  expect(String(engine.seen[0]?.query)).not.toContain("secret");
});

test("when the registry refuses, then its reason and what to do are the error", async () => {
  engine = await pushes({ errorDetail: { message: "unauthorized: authentication required" }, error: "x" });
  await expect(pushImage({ imageName }, engine.contextIn())).rejects.toThrow(
    "unable to push image a.test:5000/lab/app:one: unauthorized: authentication required. To do: a.test:5000 needs another login: docker login a.test:5000",
  );
});
