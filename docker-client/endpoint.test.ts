import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endpointOf } from "./endpoint.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "docker-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Stores a context as `docker context create` does. */
function createContext(
  name: string,
  host: string,
  { files = [], skips = false }: { files?: string[]; skips?: boolean } = {},
): void {
  const hash = createHash("sha256").update(name).digest("hex");
  const meta = join(folder, "contexts/meta", hash);
  mkdirSync(meta, { recursive: true });
  writeFileSync(
    join(meta, "meta.json"),
    JSON.stringify({ Name: name, Endpoints: { docker: { Host: host, SkipTLSVerify: skips } } }),
  );
  if (files.length === 0) return;
  const certificates = join(folder, "contexts/tls", hash, "docker");
  mkdirSync(certificates, { recursive: true });
  for (const file of files) writeFileSync(join(certificates, file), file);
}

const env = (more: Record<string, string> = {}) => ({ env: { DOCKER_CONFIG: folder, ...more } });

describe("when Docker's address is given in several places, then the first of these counts", () => {
  beforeEach(() => {
    createContext("desktop", "unix:///desktop.sock");
    createContext("remote", "tcp://10.0.0.1:2376", { files: ["ca.pem", "cert.pem", "key.pem"] });
    writeFileSync(join(folder, "config.json"), JSON.stringify({ currentContext: "desktop" }));
  });

  test("the context of the configuration, with its certificates", () => {
    expect(endpointOf({ context: "remote", host: "unix:///a.sock" }, env())).toMatchObject({
      host: "tcp://10.0.0.1:2376",
      source: "context remote",
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

  test("a default socket, when the context in use is the default one", () => {
    writeFileSync(join(folder, "config.json"), JSON.stringify({ currentContext: "default" }));
    expect(endpointOf({}, env()).host).toMatch(/^unix:\/\/.*docker\.sock$/);
  });
});

test("when a context does not exist, then the message names it and says where to look", () => {
  expect(() => endpointOf({ context: "nowhere" }, env())).toThrow(/"nowhere".*docker context ls/);
});

test("when only some certificates are given, then that is reported before any request", () => {
  expect(() => endpointOf({ host: "tcp://a:1", caMaterial: "ca" }, env())).toThrow("one is missing");
});

describe("when DOCKER_TLS_VERIFY asks for certificates", () => {
  const host = { DOCKER_HOST: "tcp://10.0.0.9:2376", DOCKER_TLS_VERIFY: "1" };
  const put = (...files: string[]) => {
    for (const file of files) writeFileSync(join(folder, file), file);
  };

  test("then without DOCKER_CERT_PATH they are looked for where docker keeps its settings", () => {
    put("ca.pem", "cert.pem", "key.pem");
    expect(endpointOf({}, env(host)).tls).toEqual({ ca: "ca.pem", cert: "cert.pem", key: "key.pem" });
    const home = join(folder, "..");
    expect(() => endpointOf({}, { env: host, home })).toThrow(join(home, ".docker"));
  });

  test("then ca.pem alone is enough, because an engine may ask for no certificate of its clients", () => {
    put("ca.pem");
    expect(endpointOf({}, env(host)).tls).toEqual({ ca: "ca.pem" });
  });

  test("then an error for a missing key or missing certificates says which file is missing, and where", () => {
    expect(() => endpointOf({}, env(host))).toThrow(`expected ca.pem in ${folder}`);
    put("ca.pem", "cert.pem");
    expect(() => endpointOf({}, env(host))).toThrow(`expected key.pem in ${folder}`);
  });

  test("then DOCKER_TLS alone uses them, and does not check the engine's certificate", () => {
    put("ca.pem");
    const lenient = env({ DOCKER_HOST: "tcp://10.0.0.9:2376", DOCKER_TLS: "1" });
    expect(endpointOf({}, lenient).tls).toEqual({ ca: "ca.pem", rejectUnauthorized: false });
  });

  test("then a socket needs none", () => {
    expect(endpointOf({}, env({ ...host, DOCKER_HOST: "unix:///a.sock" })).tls).toBeUndefined();
  });
});

test("when a context skips the check of the engine's certificate, then it is skipped, with certificates or without", () => {
  createContext("lenient", "tcp://10.0.0.1:2376", { skips: true });
  expect(endpointOf({ context: "lenient" }, env()).tls).toEqual({ rejectUnauthorized: false });
});

test("when a context has ca.pem alone, then it is used", () => {
  createContext("plain", "tcp://10.0.0.1:2376", { files: ["ca.pem"] });
  expect(endpointOf({ context: "plain" }, env()).tls).toEqual({ ca: "ca.pem" });
});

test("when only Docker Desktop's other socket exists, then it is used", () => {
  const exists = (path: string) => path === "/home/me/.docker/desktop/docker.sock";
  const { host } = endpointOf({}, { env: { DOCKER_CONFIG: folder }, home: "/home/me", exists });
  expect(host).toBe("unix:///home/me/.docker/desktop/docker.sock");
});

test.each(["npipe:////./pipe/docker_engine", "fd://", "foo://x", "/var/run/docker.sock"])(
  "when DOCKER_HOST is %s, then it is refused in one sentence",
  (host) => {
    const reason = /^[^\n]*expected unix:\/\/\/PATH, tcp:\/\/HOST:PORT or ssh:\/\/USER@HOST, saw [^\n]*$/;
    expect(() => endpointOf({}, env({ DOCKER_HOST: host }))).toThrow(reason);
  },
);
