import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { labDir } from "../../../common/project.mjs";
import { machineStack } from "../../support/images-here.ts";
import { has, openFolder, reasonAgainst } from "./room.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The kit's folder and fingerprint, or why there is none. */
    kit: { readonly dir: string; readonly fingerprint: string } | { readonly reason: string };
  }
}

/** Makes one kit of this project, as it is committed, for all tests. */
export async function setup(project: TestProject): Promise<() => void> {
  installTools();
  const reason = reasonAgainst(["mcopy", "mkfs.vfat"]) ?? reasonAgainstKit();
  if (reason !== undefined) {
    console.log(`kit: skipped, because ${reason}`);
    project.provide("kit", { reason });
    return () => {};
  }
  const folder = openFolder("kit-made-");
  const dir = join(folder, "kit");
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const made = lab("kit", "make", dir, "--stack", machineStack);
    console.log(made.trimEnd().split("\n").slice(-2).join("\n"));
    project.provide("kit", { dir, fingerprint: /board: ([0-9a-f ]+)/.exec(made)?.[1] ?? "" });
    return remove;
  } catch (error) {
    remove();
    throw error;
  }
}

/** Runs the lab of this project. */
export function lab(...args: string[]): string {
  return run(args, {});
}

/** Runs it with another engine. */
export function labWith(socket: string, ...args: string[]): string {
  return run(args, { DOCKER_HOST: `unix://${socket}` });
}

function run(args: readonly string[], env: NodeJS.ProcessEnv) {
  return execFileSync(join(labDir, "lab"), args, {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", ...env },
  });
}

function reasonAgainstKit() {
  if (machineStack !== "dev" && machineStack !== "local") return `the machine's stack is ${machineStack}`;
  try {
    const git = (...args: string[]) =>
      execFileSync("git", args, { cwd: labDir, encoding: "utf8", stdio: "pipe" }).trim();
    return git("rev-parse", "--is-shallow-repository") === "true"
      ? "this clone has only a part of the history"
      : undefined;
  } catch {
    return "the project has no history of git";
  }
}

/** Where that is allowed and asked for, as in CI; a refusal is printed, and skips the tests. */
function installTools() {
  if ((has("mcopy") && has("mkfs.vfat")) || !process.env.CI) return;
  if (process.getuid?.() !== 0 || !has("apt-get")) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    execFileSync("apt-get", ["update", "-q"], { env, stdio: "ignore" });
    execFileSync("apt-get", ["install", "-q", "-y", "--no-install-recommends", "mtools", "dosfstools"], {
      env,
    });
  } catch (error) {
    console.log(`mtools could not be installed: ${(error as Error).message}`);
  }
}
