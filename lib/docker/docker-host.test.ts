import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findDockerHost } from "./docker-host.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "docker-host-"));
});
afterEach(() => rmSync(home, { recursive: true }));

describe("findDockerHost", () => {
  test("when DOCKER_HOST is set, then it wins over the context", () => {
    addContext("colima", "unix:///colima.sock", { current: true });
    const env = { DOCKER_HOST: "tcp://127.0.0.1:2375" };
    expect(findDockerHost({ env, home })).toEqual({ url: "tcp://127.0.0.1:2375", source: "DOCKER_HOST" });
  });

  test("when a context is current, then its address is taken", () => {
    addContext("colima", "unix:///colima.sock", { current: true });
    expect(findDockerHost({ env: {}, home })).toEqual({
      url: "unix:///colima.sock",
      source: "context colima",
    });
  });

  test("when DOCKER_CONTEXT is set, then it wins over the current context", () => {
    addContext("other", "unix:///other.sock", { current: false });
    addContext("colima", "unix:///colima.sock", { current: true });
    const host = findDockerHost({ env: { DOCKER_CONTEXT: "other" }, home });
    expect(host.url).toBe("unix:///other.sock");
  });

  test("when the default socket is there, then it is taken", () => {
    const exists = (path: string) => path === "/var/run/docker.sock" || path.startsWith("/run/user");
    const host = findDockerHost({ env: { XDG_RUNTIME_DIR: "/run/user/1000" }, home, exists });
    expect(host).toEqual({ url: "unix:///var/run/docker.sock", source: "default socket" });
  });

  test("when only a rootless engine's socket is there, then it is taken", () => {
    const exists = (path: string) => path === "/run/user/1000/docker.sock";
    const host = findDockerHost({ env: { XDG_RUNTIME_DIR: "/run/user/1000" }, home, exists });
    expect(host).toEqual({ url: "unix:///run/user/1000/docker.sock", source: "rootless engine" });
  });
});

function addContext(name: string, Host: string, { current }: { current: boolean }) {
  const folder = join(home, ".docker/contexts/meta", createHash("sha256").update(name).digest("hex"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "meta.json"), JSON.stringify({ Name: name, Endpoints: { docker: { Host } } }));
  if (current) writeFileSync(join(home, ".docker/config.json"), JSON.stringify({ currentContext: name }));
}
