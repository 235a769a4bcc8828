import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDocker } from "../../docker-client/client.ts";
import { engineGet } from "./docker-api.ts";

const kept = { ...process.env };
let folder = "";
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "client-"));
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  process.env = { ...kept };
  rmSync(folder, { recursive: true });
});

/** An engine that says at which path it was asked. */
const tellPath: RequestListener = ({ url }, response) => response.end(JSON.stringify({ Path: url }));

async function listen(where: object): Promise<number> {
  server = createServer(tellPath);
  await new Promise<void>((resolve) => server?.listen(where, resolve));
  return (server.address() as AddressInfo).port;
}

const pathAsked = async () => ((await openDocker().ping()) as unknown as { Path: string }).Path;

describe("when DOCKER_HOST has a form that docker takes, then client and look-up both reach the engine", () => {
  test.each([
    ["HOST:PORT", (port: number) => `127.0.0.1:${port}`, "/_ping"],
    ["tcp://HOST:PORT/PREFIX", (port: number) => `tcp://127.0.0.1:${port}/prefix`, "/prefix/_ping"],
  ])("%s", async (_form, hostOf, path) => {
    process.env.DOCKER_HOST = hostOf(await listen({ port: 0, host: "127.0.0.1" }));
    expect(await pathAsked()).toBe(path);
    expect((await engineGet("/_ping")).body).toEqual({ Path: path });
  });
});

describe("when DOCKER_HOST is of ssh", () => {
  /** An `ssh` that does what its arguments say. */
  function putSsh(body: string): void {
    writeFileSync(join(folder, "ssh.cjs"), body);
    // Node may lie at a path with a space, which the first line of a script cannot name.
    writeFileSync(join(folder, "ssh"), `#!/bin/sh\nexec '${process.execPath}' "$0.cjs" "$@"\n`);
    chmodSync(join(folder, "ssh"), 0o755);
    process.env.PATH = `${folder}${delimiter}${process.env.PATH}`;
    process.env.DOCKER_HOST = "ssh://me@elsewhere";
  }

  test("then the engine is reached through the user's own ssh", async () => {
    await listen({ path: join(folder, "engine.sock") });
    putSsh(
      `const socket = require("node:net").connect(${JSON.stringify(join(folder, "engine.sock"))});\nprocess.stdin.pipe(socket).pipe(process.stdout);`,
    );
    const docker = openDocker();
    for (const path of ["/_ping", "/_ping"]) expect(await docker.ping()).toEqual({ Path: path });
    expect((await engineGet("/version")).body).toEqual({ Path: "/version" });
  });

  test("then what ssh says when it fails is the reason", async () => {
    putSsh(`console.error("Could not resolve hostname elsewhere"); process.exit(255);`);
    const reason = "Docker cannot be reached: ssh: Could not resolve hostname elsewhere";
    await expect(openDocker().ping()).rejects.toThrow(reason);
    await expect(engineGet("/version")).rejects.toThrow(reason);
  });

  test("then a machine without ssh says so", async () => {
    process.env.PATH = folder;
    process.env.DOCKER_HOST = "ssh://me@elsewhere";
    await expect(openDocker().ping()).rejects.toThrow("spawn ssh ENOENT");
  });
});

test("when a provider names another engine than the environment, then nothing of the environment is mixed in", async () => {
  await listen({ path: join(folder, "engine.sock") });
  process.env.DOCKER_HOST = "tcp://127.0.0.1:1";
  process.env.DOCKER_CERT_PATH = "/nonexistent";
  const { connect } = await import("../../engine/docker/package/provider.ts");
  const docker = connect({ host: `unix://${join(folder, "engine.sock")}` })();
  expect(await docker.ping()).toEqual({ Path: "/_ping" });
});

test("when the engine is too busy to answer, then that is said, with what to do", async () => {
  server = createServer(() => undefined);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const host = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(engineGet("/volumes", { host, timeoutMs: 50 })).rejects.toMatchObject({
    message: "Docker has not answered within 0.05 s.",
    hint: expect.stringContaining("docker ps"),
    code: "ETIMEDOUT",
  });
});
