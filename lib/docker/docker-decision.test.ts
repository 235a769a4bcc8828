import { describe, expect, test } from "vitest";
import { type DockerProbe, decideDocker, type Machine } from "./docker-decision.ts";

const stopped: DockerProbe = {
  reachable: false,
  code: "ENOENT",
  url: "unix:///var/run/docker.sock",
  source: "default socket",
};
const debian: Machine = {
  platform: "linux",
  isRoot: true,
  distributions: ["debian"],
  hasDockerd: false,
  hasSystemd: false,
  hasDockerPackages: false,
};

describe("decideDocker", () => {
  test("when the engine answers, then nothing is done", () => {
    const probe: DockerProbe = { ...stopped, reachable: true, version: "28.0.1" };
    expect(decideDocker(probe, debian)).toMatchObject({
      action: "none",
      message: expect.stringContaining("28.0.1"),
    });
  });

  test("when the socket is refused, then the group is named and nothing is installed or started", () => {
    const decision = decideDocker({ ...stopped, code: "EACCES" }, { ...debian, isRoot: false });
    expect(decision.action).toBe("refuse");
    expect(decision.message).toContain("/var/run/docker.sock (permission denied)");
    expect(decision.hint).toContain("usermod -aG docker");
  });

  test("when DOCKER_HOST points to an engine that is silent, then no other one is installed in its place", () => {
    const probe = { ...stopped, code: "ECONNREFUSED", url: "tcp://10.0.0.1:2375", source: "DOCKER_HOST" };
    const decision = decideDocker(probe, debian);
    expect(decision.action).toBe("refuse");
    expect(decision.message).toContain("tcp://10.0.0.1:2375 (DOCKER_HOST) does not answer (ECONNREFUSED)");
  });

  test("when the engine is Podman, then it is refused by name, whatever socket it has", () => {
    const decision = decideDocker({ ...stopped, code: "PODMAN" }, { ...debian, hasDockerd: true });
    expect(decision.action).toBe("refuse");
    expect(decision.message).toContain("/var/run/docker.sock (default socket) is Podman");
  });

  test.each([
    [{ hasSystemd: true }, "start-service"],
    [{ hasSystemd: false }, "start-dockerd"],
  ])("when Docker is installed and stopped and the user is root with %o, then: %s", (machine, action) => {
    expect(decideDocker(stopped, { ...debian, hasDockerd: true, ...machine }).action).toBe(action);
  });

  test("when Docker is stopped and the user is not root, then the exact command to start it is named", () => {
    const decision = decideDocker(stopped, { ...debian, hasDockerd: true, hasSystemd: true, isRoot: false });
    expect(decision).toMatchObject({ action: "refuse", hint: "Start it: sudo systemctl start docker" });
  });

  test("when Docker is missing on Debian and the user is root, then it is installed from Debian's packages", () => {
    expect(decideDocker(stopped, debian)).toMatchObject({
      action: "install",
      packages: ["docker.io", "iptables"],
    });
  });

  test("when packages of Docker's own repository are there, then docker.io, which conflicts with them, is not taken", () => {
    const decision = decideDocker(stopped, { ...debian, hasDockerPackages: true });
    expect(decision).toMatchObject({ action: "install", packages: ["docker-ce"] });
  });

  test("when Docker is missing and the user is not root, then the exact command to install it is named", () => {
    const decision = decideDocker(stopped, { ...debian, isRoot: false, distributions: ["ubuntu", "debian"] });
    expect(decision).toMatchObject({
      action: "refuse",
      hint: "Install it: sudo apt-get install -y --no-install-recommends docker.io iptables",
    });
  });

  test("when Docker is missing on another distribution, then Docker's own page is named", () => {
    const decision = decideDocker(stopped, { ...debian, distributions: ["fedora"] });
    expect(decision).toMatchObject({ action: "refuse", hint: expect.stringContaining("docs.docker.com") });
  });

  test("when no engine answers on macOS, then Docker Desktop is to be started", () => {
    const decision = decideDocker(stopped, { ...debian, platform: "darwin", distributions: [] });
    expect(decision).toMatchObject({ action: "refuse", hint: expect.stringContaining("Docker Desktop") });
  });
});
