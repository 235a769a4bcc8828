import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endpointOf } from "./endpoint.ts";
import { checkProvider, connect } from "./provider.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "docker-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Notes a context as `docker context create` does. */
function createContext(name: string, host: string, tls = false): void {
  const hash = createHash("sha256").update(name).digest("hex");
  const meta = join(folder, "contexts/meta", hash);
  mkdirSync(meta, { recursive: true });
  writeFileSync(
    join(meta, "meta.json"),
    JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }),
  );
  if (!tls) return;
  const certificates = join(folder, "contexts/tls", hash, "docker");
  mkdirSync(certificates, { recursive: true });
  for (const file of ["ca.pem", "cert.pem", "key.pem"]) writeFileSync(join(certificates, file), file);
}

const env = (more: Record<string, string> = {}) => ({ DOCKER_CONFIG: folder, ...more });

describe("when several say where Docker is, then the first of these counts", () => {
  beforeEach(() => {
    createContext("desktop", "unix:///desktop.sock");
    createContext("remote", "tcp://10.0.0.1:2376", true);
    writeFileSync(join(folder, "config.json"), JSON.stringify({ currentContext: "desktop" }));
  });

  test("the context of the configuration, with its certificates", () => {
    expect(endpointOf({ context: "remote", host: "unix:///a.sock" }, env())).toEqual({
      host: "tcp://10.0.0.1:2376",
      tls: { ca: "ca.pem", cert: "cert.pem", key: "key.pem" },
    });
  });

  test("its host", () => {
    expect(endpointOf({ host: "unix:///a.sock" }, env({ DOCKER_HOST: "unix:///b.sock" })).host).toBe(
      "unix:///a.sock",
    );
  });

  test("DOCKER_HOST", () => {
    const both = env({ DOCKER_HOST: "unix:///b.sock", DOCKER_CONTEXT: "remote" });
    expect(endpointOf({}, both).host).toBe("unix:///b.sock");
  });

  test("DOCKER_CONTEXT", () => {
    expect(endpointOf({}, env({ DOCKER_CONTEXT: "remote" })).host).toBe("tcp://10.0.0.1:2376");
  });

  test("the context in use", () => {
    expect(endpointOf({}, env()).host).toBe("unix:///desktop.sock");
  });

  test("a socket in its usual place, when the context in use is the default one", () => {
    writeFileSync(join(folder, "config.json"), JSON.stringify({ currentContext: "default" }));
    expect(endpointOf({}, env()).host).toMatch(/^unix:\/\/.*docker\.sock$/);
  });
});

test("when a context is not there, then the message names it and says where to look", () => {
  expect(() => endpointOf({ context: "nowhere" }, env())).toThrow(/"nowhere".*docker context ls/);
});

test("when certificates are given in part, then that is told before anything is asked", () => {
  expect(() => endpointOf({ host: "tcp://a:1", caMaterial: "ca" }, env())).toThrow("one is missing");
});

test.each(["ssh://me@there", "npipe:////./pipe/docker_engine", "there:2375"])(
  "when the host is %s, then it is refused with what is possible",
  (host) => {
    expect(checkProvider({ host })).toMatchObject([
      { property: "host", reason: expect.stringContaining("unix:///PATH or tcp://HOST:PORT") },
    ]);
    expect(() => connect({ host })).toThrow("use the Pulumi CLI");
  },
);
