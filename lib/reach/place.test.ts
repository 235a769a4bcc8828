import { describe, expect, test } from "vitest";
import { findPlace, isEngineElsewhere } from "./place.ts";

/** A Linux machine with an engine of its own; each test says what is different. */
const plain = {
  env: {} as NodeJS.ProcessEnv,
  platform: "linux" as NodeJS.Platform,
  read: (_: string) => "",
  exists: (_: string) => false,
  link: (_: string) => "net:[1]",
  engines: () => ["7"],
  interfaces: () => ["lo", "eth0", "docker0"],
};
const wanted = { port: 5101, prefix: "" };
const noEngine = { engines: () => [] as string[] };
const inContainer = { ...noEngine, exists: (path: string) => path === "/.dockerenv" };
const onWsl = {
  read: (path: string) => (path === "/proc/version" ? "Linux 6.6 microsoft-standard-WSL2" : ""),
};

describe("when a healthy container is not reached, then the machine is recognised", () => {
  test.each([
    ["nothing special", {}, "here"],
    ["a tcp engine elsewhere", { env: { DOCKER_HOST: "tcp://10.0.0.9:2376" } }, "remote"],
    ["a name without a scheme", { env: { DOCKER_HOST: "build.example.com:2375" } }, "remote"],
    ["an engine over ssh", { env: { DOCKER_HOST: "ssh://me@build.example.com" } }, "remote"],
    ["a tcp engine on this machine", { env: { DOCKER_HOST: "tcp://127.0.0.1:2375" } }, "here"],
    ["a tcp engine on ::1", { env: { DOCKER_HOST: "tcp://[::1]:2375" } }, "here"],
    ["/.dockerenv and no engine next to it", inContainer, "container"],
    [
      "/run/.containerenv",
      { ...noEngine, exists: (path: string) => path === "/run/.containerenv" },
      "container",
    ],
    [
      "cgroups of containerd",
      { ...noEngine, read: () => "0::/system.slice/containerd.service/x" },
      "container",
    ],
    ["VS Code's own variable", { ...noEngine, env: { REMOTE_CONTAINERS: "true" } }, "container"],
    ["a codespace", { ...noEngine, env: { CODESPACES: "true" } }, "container"],
    ["an engine inside of the container", { ...inContainer, engines: () => ["7"] }, "here"],
    ["an engine inside of a codespace", { env: { CODESPACES: "true" } }, "here"],
    ["a container on WSL2", { ...inContainer, ...onWsl }, "container"],
    ["WSL2 by its kernel", onWsl, "wsl"],
    ["WSL2 by its variable", { env: { WSL_DISTRO_NAME: "Ubuntu" } }, "wsl"],
    ["Colima", { env: { DOCKER_HOST: "unix:///Users/me/.colima/default/docker.sock" } }, "vm"],
    ["Lima", { env: { DOCKER_HOST: "unix:///Users/me/.lima/docker/sock/docker.sock" } }, "vm"],
    ["Docker Desktop", { env: { DOCKER_HOST: "unix:///home/me/.docker/desktop/docker.sock" } }, "vm"],
    ["macOS", { platform: "darwin" as const, ...noEngine }, "vm"],
    ["a rootless engine", { env: { DOCKER_HOST: "unix:///run/user/1000/docker.sock" } }, "rootless"],
    [
      "another namespace than the engine",
      { link: (path: string) => (path.includes("self") ? "net:[2]" : "net:[1]") },
      "namespace",
    ],
    ["a namespace of which nothing may be read", { link: () => "", interfaces: () => ["lo"] }, "namespace"],
    [
      "no right to look at the engine",
      { link: (path: string) => (path.includes("self") ? "net:[2]" : "") },
      "here",
    ],
  ])("%s", (_, different, kind) => {
    expect(findPlace(wanted, { ...plain, ...different }).kind).toBe(kind);
  });

  test("with a way to bring the port of a remote engine here, without who logs in", () => {
    const env = { DOCKER_HOST: "ssh://me:secret@build.example.com" };
    const { why, todo } = findPlace(wanted, { ...plain, env });
    expect(todo).toContain("ssh -N -L 5101:127.0.0.1:5101 build.example.com");
    expect(why + todo).not.toContain("secret");
  });

  test("with the way to join the lab's network, under its own name", () => {
    const { todo, seen } = findPlace({ port: 5101, prefix: "mine-" }, { ...plain, ...inContainer });
    expect(todo).toContain("docker network connect mine-kafka-lab");
    expect(todo).toContain("--service-a http://mine-service-a:5101");
    expect(seen).toContain("is root there");
  });
});

test("when the engine's ports are another machine's, then who listens here says nothing", () => {
  expect(isEngineElsewhere({ ...plain, env: { DOCKER_HOST: "tcp://10.0.0.9:2375" } })).toBe(true);
  expect(isEngineElsewhere({ ...plain, ...inContainer })).toBe(true);
  expect(isEngineElsewhere(plain)).toBe(false);
  expect(isEngineElsewhere({ ...plain, ...onWsl })).toBe(false);
});
