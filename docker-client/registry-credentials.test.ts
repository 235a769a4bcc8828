import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { credentialsFor } from "./registry-credentials.ts";
import { registryOf } from "./registry-name.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "credentials-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const basic = (text: string) => ({ auth: Buffer.from(text).toString("base64") });

function find(registry: string, config: object, env: NodeJS.ProcessEnv = {}, limitMs = 5_000) {
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  const PATH = `${folder}${delimiter}${process.env.PATH}`;
  return credentialsFor(registry, { env: { DOCKER_CONFIG: folder, PATH, ...env }, limitMs });
}

/** A `docker-credential-NAME` whose body is a shell script; the key that it is asked for is in $asked. */
function putHelper(name: string, body: string): void {
  const file = join(folder, `docker-credential-${name}`);
  writeFileSync(file, `#!/bin/sh\nasked=$(cat)\n${body}\n`);
  chmodSync(file, 0o755);
}

test.each([
  ["node:24", "docker.io"],
  ["acme/kafka:1", "docker.io"],
  ["index.docker.io/acme/kafka", "docker.io"],
  ["localhost:5000/acme/kafka:1", "localhost:5000"],
  ["localhost/kafka", "localhost"],
  ["mirror.test/library/node:24", "mirror.test"],
])("when an image is named %s, then its registry is %s", (image, registry) => {
  expect(registryOf(image)).toBe(registry);
});

describe("when a login is in auths", () => {
  test.each([
    ["a.test", "a.test"],
    ["https://a.test", "a.test"],
    ["http://a.test/v1/", "a.test"],
    ["a.test:5000", "a.test:5000"],
    ["https://index.docker.io/v1/", "docker.io"],
    ["docker.io", "docker.io"],
  ])("then the key %s is for %s", async (key, registry) => {
    const { auth } = await find(registry, { auths: { [key]: basic("me:p:q") } });
    expect(auth).toMatchObject({ username: "me", password: "p:q" });
  });

  test.each([
    ["https://index.docker.io/v1/", "mirror.test"],
    ["a.test", "a.test:5000"],
    ["a.test:5000", "a.test"],
    ["a.test", "b.a.test"],
    ["a.test.evil.test", "a.test"],
  ])("then the key %s is not for %s", async (key, registry) => {
    expect(await find(registry, { auths: { [key]: basic("me:p") } })).toEqual({});
  });

  test("then the token of a login in the browser counts as a login", async () => {
    const entry = { ...basic("me:"), identitytoken: "t0ken" };
    const { auth } = await find("a.test", { auths: { "a.test": entry } });
    expect(auth).toEqual({ serveraddress: "a.test", username: "me", identitytoken: "t0ken" });
  });

  test("then a damaged one is reported without showing it", async () => {
    const { auth, problem } = await find("a.test", { auths: { "a.test": { auth: "c2VjcmV0" } } });
    expect(auth).toBeUndefined();
    expect(problem).toContain("docker login a.test");
    expect(problem).not.toMatch(/secret|c2VjcmV0/);
  });

  test("then DOCKER_AUTH_CONFIG comes before it", async () => {
    const given = JSON.stringify({ auths: { "a.test": basic("ci:x") } });
    const config = { auths: { "a.test": basic("me:p") } };
    expect((await find("a.test", config, { DOCKER_AUTH_CONFIG: given })).auth).toMatchObject({
      username: "ci",
    });
  });
});

describe("when a helper keeps the logins", () => {
  test("then the registry's own helper comes before the general one, and is asked for docker's key", async () => {
    putHelper("own", `echo "{\\"Username\\":\\"own\\",\\"Secret\\":\\"$asked\\"}"`);
    putHelper("all", `echo "{\\"Username\\":\\"all\\",\\"Secret\\":\\"$asked\\"}"`);
    const config = { credsStore: "all", credHelpers: { "a.test": "own" } };
    expect((await find("a.test", config)).auth).toMatchObject({ username: "own", password: "a.test" });
    expect((await find("docker.io", config)).auth).toMatchObject({
      username: "all",
      password: "https://index.docker.io/v1/",
    });
  });

  test("then a token counts as a login", async () => {
    putHelper("all", `echo '{"Username":"<token>","Secret":"t0ken"}'`);
    const { auth } = await find("a.test", { credsStore: "all" });
    expect(auth).toEqual({ serveraddress: "a.test", identitytoken: "t0ken" });
  });

  test("then a helper without a login is no problem", async () => {
    putHelper("all", "echo credentials not found in native keychain; exit 1");
    expect(await find("a.test", { credsStore: "all" })).toEqual({});
  });

  test.each([
    ["is missing", undefined, "docker-credential-all is not on PATH"],
    ["fails", "echo s3cr3t; echo s3cr3t >&2; exit 3", "docker-credential-all failed (3)"],
    ["hangs", "echo s3cr3t; exec sleep 600", "docker-credential-all did not answer within 0.5 s"],
    ["answers something else", "echo s3cr3t", "did not answer in JSON"],
  ])("then one that %s gives a problem in one sentence, without a secret", async (_what, body, reason) => {
    if (body !== undefined) putHelper("all", body);
    const { auth, problem } = await find("a.test", { credsStore: "all" }, {}, 500);
    expect(auth).toBeUndefined();
    expect(problem).toContain(`the login of a.test could not be read: `);
    expect(problem).toContain(reason);
    expect(problem).not.toContain("s3cr3t");
  });

  test("then a name that is a path is not run", async () => {
    expect((await find("a.test", { credsStore: "../x" })).problem).toContain(
      "not the name of a credential helper",
    );
  });
});
