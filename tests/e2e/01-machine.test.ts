import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { copySources } from "../support/project-copy.ts";
import { runLab } from "../support/run-lab.ts";
import { cannotHide, hiding, withoutRights } from "./other-machine.ts";

test("when nothing listens where DOCKER_HOST points, then two lines say so and what to do", async () => {
  const { status, stderr } = await runLab(["up"], {
    env: { DOCKER_HOST: "unix:///nonexistent/docker.sock" },
  });
  expect(status).toBe(1);
  expect(stderr).toContain(
    "the Docker engine at unix:///nonexistent/docker.sock (DOCKER_HOST) does not answer",
  );
  expect(stderr.trimEnd().split("\n")).toHaveLength(2);
});

test("when the user may not open Docker's socket, then the group to join is named", async (ctx) => {
  ctx.skip(cannotHide !== undefined, cannotHide);
  const socket = await closedSocket();
  const { status, words } = await runLab(["up"], {
    env: { DOCKER_HOST: `unix://${socket}` },
    within: withoutRights,
  });
  expect(status).toBe(1);
  expect(words).toContain(`this user may not open Docker's socket ${socket} (permission denied)`);
  expect(words).toContain("sudo usermod -aG docker");
});

test("when Docker is installed and stopped, then it is not reported as missing", async (ctx) => {
  ctx.skip(cannotHide !== undefined, cannotHide);
  const { status, words } = await runLab(["up"], { env: { DOCKER_HOST: "" }, within: hiding(["/run"]) });
  expect(status).toBe(1);
  expect(words).toContain("Docker is installed and not running");
  expect(words).toMatch(/Start it: (service docker start|systemctl start docker)/);
});

test("when Docker is missing and the user may not install it, then start says what to run", async (ctx) => {
  ctx.skip(cannotHide !== undefined, cannotHide);
  const folders = programFolders("dockerd");
  ctx.skip(folders.includes("/usr/bin"), "dockerd is in the same folder as programs that the test needs");
  const within = hiding(["/run", ...folders], { asRoot: false });
  const { status, words } = await runLab(["start"], { env: { DOCKER_HOST: "" }, within });
  expect(status).toBe(1);
  expect(words).toContain("Docker is not installed");
  expect(words).toMatch(/Install it: (sudo apt-get install|https:\/\/docs\.docker\.com)/);
});

test("when the disk is full while an image is built, then the message names the folder and its free space", async (ctx) => {
  ctx.skip(cannotHide !== undefined, cannotHide);
  ctx.skip(!existsSync("/usr/bin/apt-get"), "there is no apt, so nothing can be built here");
  const cache = join(inject("lab").dir, ".lab", "cache", "images");
  const within = hiding([cache], { sizeMb: 8 });
  const { status, words } = await runLab(["images", "--force"], { within });
  expect(status).toBe(1);
  expect(words).toContain("no disk space left while building kafka-lab/base");
  expect(words).toContain(`MB free in ${cache}`);
});

test("when npm meets a private CA, then it got the user's settings and the message says which to set", async () => {
  const { dir, env, seen } = await freshClone("npm error code SELF_SIGNED_CERT_IN_CHAIN");
  const settings = {
    NODE_EXTRA_CA_CERTS: "/etc/ssl/certs/ours.pem",
    HTTPS_PROXY: "http://proxy.test:3128",
    npm_config_registry: "https://mirror.test/npm/",
  };
  const { status, words } = await runLab(["--help"], { dir, env: { ...env, ...settings } });
  expect(status).toBe(1);
  expect(seen()).toMatchObject({ ...settings, args: "ci --ignore-scripts --no-audit --no-fund" });
  expect(words).toContain("SELF_SIGNED_CERT_IN_CHAIN");
  expect(words).toContain("Set NODE_EXTRA_CA_CERTS");
});

test("when npm cannot reach its registry, then the proxy and the mirror are named", async () => {
  const { dir, env } = await freshClone(
    "npm error network request to https://mirror.test failed, reason: ENOTFOUND",
  );
  const { status, words } = await runLab(["--help"], { dir, env });
  expect(status).toBe(1);
  expect(words).toContain("set HTTPS_PROXY=http://host:port, or a mirror");
});

/** A clone without dependencies, and an npm that records how it was called and then fails. */
async function freshClone(complaint: string) {
  const dir = scratchFolder("kafka lab clone ");
  await copySources(dir);
  const bin = scratchFolder("kafka-lab-npm-");
  const record = join(bin, "seen.json");
  const script = `
    const args = process.argv.slice(2).join(" ");
    require("node:fs").writeFileSync(${JSON.stringify(record)}, JSON.stringify({ ...process.env, args }));
    console.error(${JSON.stringify(complaint)});
    process.exit(1);`;
  writeFileSync(join(bin, "npm.cjs"), script);
  // Through a shell, because a path after #! cannot have a space.
  writeFileSync(join(bin, "npm"), `#!/bin/sh\nexec "${process.execPath}" "$0.cjs" "$@"\n`);
  chmodSync(join(bin, "npm"), 0o755);
  return {
    dir,
    env: { PATH: `${bin}:${process.env.PATH}` },
    seen: () => JSON.parse(readFileSync(record, "utf8")) as Record<string, string>,
  };
}

async function closedSocket(): Promise<string> {
  const path = join(scratchFolder("kafka-lab-socket-"), "docker.sock");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  chmodSync(path, 0o000);
  return path;
}

function scratchFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The folders of PATH, and of root's, that have a program. */
function programFolders(program: string): string[] {
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/usr/local/sbin", "/usr/bin"];
  return [...new Set(folders.filter((folder) => existsSync(join(folder, program))))];
}
