import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { labDir } from "../../common/project.mjs";
import { eventually } from "../support/eventually.ts";
import { createMachine, emptyHome, has, type Machine } from "./support/room.ts";

const kit = inject("kit");
const address = "10.77.9.1";
const url = `http://${address}:8920`;

describe.skipIf("reason" in kit || !has("curl"))("when a kit is served in the room", () => {
  const { dir, fingerprint } = "reason" in kit ? { dir: "", fingerprint: "" } : kit;
  let machine: Machine;
  let server: ChildProcess;
  let teacher: string;
  let said = "";

  beforeAll(async () => {
    machine = await createMachine();
    teacher = `${machine.netns}-t`;
    connect(teacher, machine.netns);
    server = spawn(
      "nsenter",
      [`--net=/var/run/netns/${teacher}`, join(labDir, "lab"), "kit", "serve", dir, "--address", address],
      {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, NO_COLOR: "1" },
      },
    );
    for (const stream of [server.stdout, server.stderr]) stream?.on("data", (text) => (said += text));
    await eventually("the kit is served", () => said.includes(url), 60_000);
  });

  afterAll(async () => {
    if (server?.exitCode === null) {
      server.kill("SIGTERM");
      await once(server, "exit");
    }
    await machine?.remove();
    execFileSync("ip", ["netns", "del", teacher]);
  });

  const fetchStarter = async (home: string) => {
    const { status, output } = await machine.run([
      "curl",
      "-fsSo",
      join(home, "start.sh"),
      `${url}/start.sh`,
    ]);
    expect(status, output).toBe(0);
  };

  test("then five machines at once get it whole, and what was downloaded is removed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kit-five-"));
    execFileSync("chmod", ["755", folder]);
    try {
      const homes = [1, 2, 3, 4, 5].map((each) => emptyHome(folder, `home${each}`));
      const startedMs = performance.now();
      const ended = await Promise.all(
        homes.map(async (home) => {
          await fetchStarter(home);
          return machine.run(["sh", join(home, "start.sh"), url, "--fingerprint", fingerprint], { home });
        }),
      );
      console.log(`five machines over one server: ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
      for (const { status, output } of ended) expect(status, output).toBe(0);
      const left = await machine.run([
        "ls",
        "-A",
        ...homes.map((home) => join(home, ".cache/kafka-lab-kit")),
      ]);
      expect(left.output).not.toMatch(/[0-9a-f]{16}$/m);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("then a learner's report reaches the teacher's page, and is deleted by one command", async () => {
    await fetchStarter(machine.home);
    const started = await machine.run(["sh", "start.sh", url, "--fingerprint", fingerprint]);
    expect(started.status, started.output).toBe(0);
    const sent = await machine.run(["kafka-lab/lab", "learn", "--report", "--send", "--name", "Zoé"]);
    expect(sent, sent.output).toMatchObject({ status: 0, output: expect.stringContaining('"name": "Zoé"') });
    const [own = ""] = /http:\/\/127\S+/.exec(said) ?? [];
    const jar = join(machine.home, "jar");
    const page = inTeacher("curl", "-sL", "-c", jar, "-b", jar, own);
    expect(page).toContain("<td>Zoé</td>");
    expect(execFileSync(join(labDir, "lab"), ["kit", "forget"], { encoding: "utf8" })).toContain(
      "one learner",
    );
    expect(inTeacher("curl", "-s", "-b", jar, own.replace(/\?.*/, ""))).not.toContain("Zoé");
    const elsewhere = await machine.run(["curl", "-s", "--max-time", "2", own.replace("127.0.0.1", address)]);
    expect(elsewhere.status).not.toBe(0);
  });

  const inTeacher = (...command: string[]) =>
    execFileSync("nsenter", [`--net=/var/run/netns/${teacher}`, ...command], { encoding: "utf8" });
});

/** Two machines on one cable; neither has a route to anywhere else. */
function connect(teacher: string, learner: string) {
  const ip = (...args: string[]) => execFileSync("ip", args);
  ip("netns", "add", teacher);
  ip("-n", teacher, "link", "set", "lo", "up");
  ip("link", "add", "cable-t", "netns", teacher, "type", "veth", "peer", "name", "cable-l", "netns", learner);
  ip("-n", teacher, "addr", "add", `${address}/24`, "dev", "cable-t");
  ip("-n", learner, "addr", "add", address.replace(/1$/, "2/24"), "dev", "cable-l");
  for (const [netns, end] of [
    [teacher, "cable-t"],
    [learner, "cable-l"],
  ] as const)
    ip("-n", netns, "link", "set", end, "up");
}
