import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Docker from "dockerode";
import { beforeAll, expect, inject, test } from "vitest";
import { eventually } from "../support/eventually.ts";

const dir = inject("scratch");
const docker = new Docker();
/** `npm test` interrupts twice, and INTERRUPTS=100 makes it a campaign. */
const rounds = Number(process.env.INTERRUPTS ?? 2);
const statuses = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGKILL: 137 } as const;
const signals = Object.keys(statuses) as (keyof typeof statuses)[];

beforeAll(async () => {
  const learn = await lab("learn", "5");
  expect(learn.status, learn.output).toBe(0);
}, 600_000);

test.each(Array.from({ length: rounds }, (_, round) => [signals[round % signals.length] ?? "SIGINT", round]))(
  "when learn 5 gets %s while it begins with an empty topic (%d), then it says so, and learn 5 works",
  async (signal) => {
    expect(await post("to be removed")).toBe(200);
    const learn = start("learn", "5");
    await eventually("the topic is being emptied", () => learn.printed().includes("empty topic"), 300_000);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 8_000)); // at any moment of it
    const wasRunning = learn.child.kill(signal);
    const status = await learn.ended;
    if (wasRunning && status !== 0) {
      expect(status, learn.printed()).toBe(statuses[signal]);
      if (signal !== "SIGKILL") expect(learn.printed()).toContain("Go on by: ./lab learn 5");
      expect(learn.printed()).not.toMatch(/^ +at /m);
    }
    const again = await lab("learn", "5");
    expect(again.status, again.output).toBe(0);
    expect(await post("it works")).toBe(200);
    expect(readdirSync(join(dir, ".lab/under-way"))).toEqual([]);
  },
);

test("when a second command begins while one changes the lab, then it names the first command, and changes nothing", async () => {
  const learn = start("learn", "5");
  await eventually("a note of it", () => existsSync(join(dir, ".lab/under-way/workshop.json")), 60_000);
  for (const command of [["reset"], ["destroy", "--yes"], ["config", "set", "kafkaHeapMb", "600"]]) {
    const second = await lab(...command);
    expect(second.status).toBe(1);
    expect(second.output).toContain(`./lab learn 5 is at work on this lab (process ${learn.child.pid})`);
  }
  expect(await learn.ended, learn.printed()).toBe(0);
});

test("when up is at work, then settings are not written and no lesson begins; killed, doctor names it and up ends it", async () => {
  const settings = readFileSync(settingsFile(), "utf8");
  const up = start("up", "--refresh", "--yes");
  await eventually("a note of it", () => operations().length > 0, 60_000);
  up.child.kill("SIGSTOP"); // so that it is under way while the others ask
  for (const command of [
    ["config", "set", "kafkaHeapMb", "600"],
    ["config", "rm", "kafkaHeapMb"],
    ["solve", "5"],
  ]) {
    const second = await lab(...command);
    expect(second.output).toMatch(/.\/lab up --stack \w+ is at work on this lab \(process \d+\)/);
    expect(second.status).toBe(1);
  }
  expect(readFileSync(settingsFile(), "utf8")).toBe(settings);
  up.child.kill("SIGKILL");
  await up.ended;
  expect((await lab("doctor")).words).toMatch(/interrupted command .*\.\/lab up --stack/);
  const again = await lab("up", "--yes");
  expect(again.status, again.output).toBe(0);
  expect(operations()).toEqual([]);
});

test("when check is interrupted, then it says at which row, and that nothing was changed", async () => {
  const check = start("check", "5");
  await docker.getContainer("kafka").pause(); // a row waits for an answer
  try {
    await eventually("it is at its rows", () => check.printed().includes("5. "), 60_000);
    check.child.kill("SIGTERM");
    expect(await check.ended).toBe(143);
  } finally {
    await docker.getContainer("kafka").unpause();
  }
  expect(check.printed()).toMatch(
    /Interrupted: stopped while checking ".+"; nothing was changed. To check again: .\/lab check 5/,
  );
});

test.each(["smoke", "doctor", "check 5"])(
  "when ./lab %s writes into a pipe that is closed, then it does its work anyway, without a stack trace",
  async (command) => {
    const piped = spawn("bash", ["-c", `./lab ${command} | true`], options());
    let output = "";
    for (const stream of [piped.stdout, piped.stderr]) stream.on("data", (text) => (output += text));
    await once(piped, "close");
    expect(output).not.toMatch(/EPIPE|^ +at /m);
  },
);

/** Every command that changes the lab, with the one that continues after an interruption. */
const changing = [
  ["solve 5", "solve 5"],
  ["reset 5", "reset 5"],
  ["drill", "drill --restore"],
  ["drill --restore", "drill --restore"],
  ["start --yes", "start --yes"],
  ["up --refresh --yes", "up --yes"],
  ["refresh", "up --yes"],
  ["destroy --yes", "up --yes"],
  ["rebalance", "rebalance"],
  ["images", "images"],
  ["config set kafkaHeapMb 768", "config rm kafkaHeapMb"],
] as const;
/** MOMENTS=5 tries each of them five times; without it, one is drawn. */
const moments = Number(process.env.MOMENTS ?? 0);
const drawn = Array.from({ length: moments }, () => changing).flat();
if (moments === 0) drawn.push(changing[Math.floor(Math.random() * changing.length)] ?? changing[0]);

test.each(
  drawn.map(
    ([command, next], index) =>
      [command, signals[(index + Math.floor(index / 4)) % 4] ?? "SIGINT", next] as const,
  ),
)("when ./lab %s gets %s at any moment, then ./lab %s goes on from there", async (command, signal, next) => {
  if (command === "drill --restore") await lab("drill");
  const interrupted = start(...command.split(" "));
  await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 8_000)); // at any moment of it
  const wasRunning = interrupted.child.kill(signal);
  const status = await interrupted.ended;
  if (wasRunning && status !== 0) expect([1, statuses[signal]], interrupted.printed()).toContain(status);
  expect(interrupted.printed()).not.toMatch(/^ +at /m);
  const again = await lab(...next.split(" "));
  expect(again.status, again.output).toBe(0);
  if (command === "drill") expect((await lab("drill", "--restore")).status).toBe(0);
  expect(readdirSync(join(dir, ".lab/under-way"))).toEqual([]);
  expect((await lab("learn", "5")).status).toBe(0);
});

test("when Kafka's volume is there without ZooKeeper's, then doctor and hint name it, and learn begins anew", async () => {
  for (const name of ["service-a", "service-b", "kafka", "zookeeper"]) {
    await docker.getContainer(name).remove({ force: true });
  }
  for (const name of ["zookeeper-data", "zookeeper-log"]) await docker.getVolume(name).remove();
  const doctor = await lab("doctor");
  expect(doctor.words).toContain("the volume of kafka is there, and ZooKeeper's zookeeper-data is not");
  expect(doctor.words).toContain("to begin empty: ./lab destroy --yes");
  expect((await lab("hint")).words).toContain("do not belong together");
  const learn = await lab("learn", "5");
  expect(learn.status, learn.output).toBe(0);
});

test("when the stack of another lesson is up, then destroy and smoke say so, with the command that removes it", async () => {
  const said = "The stack kraft of this lab is up (1 containers). To remove it: ./lab destroy --stack kraft";
  const { Image } = await docker.getContainer("service-a").inspect();
  const labels = { "kafka-lab.name": "default", "kafka-lab.stack": "kraft" };
  const stranger = await docker.createContainer({ name: "of-kraft", Image, Labels: labels });
  try {
    expect((await lab("smoke")).words).toContain(said);
    expect((await lab("output")).words).toContain(said);
    expect((await lab("preview")).words).toContain(said);
  } finally {
    await stranger.remove({ force: true });
  }
});

test("when files of .lab are truncated, then commands work anyway", async () => {
  for (const file of [
    "drill.json",
    "drills.json",
    "learn/groups.json",
    "learn/written.json",
    "under-way/workshop.json",
  ]) {
    writeFileSync(join(dir, ".lab", file), '{"name": "topic-mi');
  }
  const checked = await lab("check");
  expect(checked.output).not.toMatch(/SyntaxError|^ +at /m);
  expect((await lab("drill", "--list")).status).toBe(0);
  expect(readFileSync(join(dir, ".lab/progress.txt"), "utf8")).toContain("now 05-groups");
});

async function post(message: string): Promise<number> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify(message);
  return (await fetch("http://127.0.0.1:5101/api/messages", { method: "POST", headers, body })).status;
}

/** The settings of the stack in use. */
function settingsFile() {
  return join(dir, `Pulumi.${readFileSync(join(dir, ".lab/stack"), "utf8").trim()}.yaml`);
}

/** The notes of operations that are under way, or were killed. */
function operations() {
  const folder = join(dir, ".lab/under-way");
  return existsSync(folder) ? readdirSync(folder).filter((name) => /^operation-.*\.json$/.test(name)) : [];
}

function lab(...args: string[]): Promise<{ status: number; output: string; words: string }> {
  return new Promise((resolve) => {
    execFile(join(dir, "lab"), args, options(), (error, stdout, stderr) => {
      const output = stdout + stderr;
      const status = typeof error?.code === "number" ? error.code : error ? 1 : 0;
      resolve({ status, output, words: output.replace(/\s+/g, " ") });
    });
  });
}

function start(...args: string[]) {
  const child = spawn(join(dir, "lab"), args, { ...options(), stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  const ended = once(child, "close").then(([status]) => status ?? 137);
  return { child, ended, printed: () => output };
}

function options() {
  const { CI: _ci, FORCE_COLOR: _color, ...env } = process.env;
  return { cwd: dir, env: { ...env, NO_COLOR: "1", LC_ALL: "C", LANG: "C" }, maxBuffer: 64_000_000 };
}
