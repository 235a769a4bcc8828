import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { runningServer } from "../../../web/server/running-server.ts";
import { hasChromium, installChromium } from "../../support/chromium.ts";
import { eventually } from "../../support/eventually.ts";
import { learnersEnvironment, runInLab } from "../../workshop/support/learners-environment.ts";
import { setup as copyLab } from "../../workshop/support/scratch-lab.ts";

declare module "vitest" {
  interface ProvidedContext {
    page: ServedLab;
  }
}

/** A copy of the project whose page is served, as `./lab open` does. */
export interface ServedLab {
  readonly dir: string;
  readonly port: number;
}

/** Vitest calls this once: a copy of the project, its lab up with the printed names and ports, and its page served. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  installChromium();
  if (!hasChromium("the page in a browser")) {
    project.provide("page", { dir: "", port: 0 });
    return async () => undefined; // all of it is skipped
  }
  const remove = await copyLab(project);
  const { scratch: dir } = project.getProvidedContext();
  const up = () => runInLab(dir, "./lab", "up", "--yes");
  try {
    // On a busy machine a service may not be healthy in time; the second attempt goes on from there.
    await up().catch(up);
    const { port, child } = await serve(dir);
    project.provide("page", { dir, port });
    return async () => {
      await end(child);
      await remove();
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Starts `./lab open`, and waits for its address. */
export async function serve(dir: string, port = 0): Promise<{ port: number; child: ChildProcess }> {
  const child = spawn(join(dir, "lab"), ["open", "--no-browser", "--port", String(port)], {
    cwd: dir,
    env: learnersEnvironment(dir),
    stdio: ["ignore", "pipe", "pipe"],
  });
  process.once("exit", () => child.kill()); // also when the run is interrupted
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      printed += text;
    });
  const served = await eventually(
    "the page has an address",
    () => {
      if (child.exitCode !== null) throw new Error(`./lab open ended: ${printed}`);
      return Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(printed)?.[1]);
    },
    60_000,
  );
  return { port: served, child };
}

/** The page of a folder: the one that is served already, or one that `stop` ends. */
export async function joinOrServe(dir: string): Promise<{ port: number; stop: () => Promise<void> }> {
  const running = runningServer(dir);
  if (running !== undefined) return { port: running, stop: async () => undefined };
  const { port, child } = await serve(dir);
  return { port, stop: () => end(child) };
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once("exit", () => resolve());
  child.kill("SIGTERM");
  await promise;
}
