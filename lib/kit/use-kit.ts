import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { runChild } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import { isInteractive } from "../terminal/terminal.ts";
import { fingerprintOf, isFingerprint, starterFile } from "./manifest.ts";

const largestStarterBytes = 256 * 1024;

interface Asked {
  /** As the teacher shows it; without it, it is asked for. */
  readonly fingerprint?: string | undefined;
  readonly yes?: boolean | undefined;
}

/**
 * Brings what a kit has into the lab in this folder. The kit's starter does it, as on a bare machine; it runs only if it
 * is the one whose fingerprint was given, and checks everything else itself.
 * @returns the starter's exit status
 */
export async function useKit(
  source: string,
  into: string,
  { fingerprint, yes = false }: Asked,
): Promise<number> {
  const isServed = /^https?:\/\//.test(source);
  const starter = isServed ? await download(source) : readStarter(resolve(source));
  const typed = fingerprint ?? (await askFingerprint());
  if (!isFingerprint(typed, fingerprintOf(starter))) {
    throw new LabError(
      `the kit in ${source} is not the one of this fingerprint; nothing of it was run.`,
      "Compare what you typed with the board. If they are the same, this is another kit: ask your teacher.",
    );
  }
  const work = mkdtempSync(join(tmpdir(), "kafka-lab-kit-"));
  try {
    const file = join(work, starterFile);
    writeFileSync(file, starter);
    const kit = isServed ? source : resolve(source);
    return await runShell([file, kit, "--into", into, "--fingerprint", typed, ...(yes ? ["--yes"] : [])]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function readStarter(dir: string) {
  const file = join(dir, starterFile);
  if (existsSync(file)) return readFileSync(file);
  throw new LabError(
    `there is no kit in ${dir}: no ${starterFile}.`,
    "Name the folder in which start.sh is.",
  );
}

async function download(source: string) {
  const url = `${source.replace(/\/$/, "")}/${starterFile}`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(15_000), redirect: "error" });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    if (Number(answer.headers.get("content-length")) > largestStarterBytes)
      throw new Error("it is too large");
    return Buffer.from(await answer.arrayBuffer());
  } catch (cause) {
    const { message, cause: reason } = cause as Error & { cause?: Error };
    throw new LabError(
      `no kit was found at ${url} (${reason?.message ?? message}).`,
      "Take the address from the teacher's screen.",
      {
        cause,
      },
    );
  }
}

async function askFingerprint() {
  if (!isInteractive()) {
    throw new LabError(
      "the fingerprint is missing, which your teacher shows.",
      "Give it: ./lab kit use KIT --fingerprint '.... .... .... ....'",
    );
  }
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await prompt.question("The fingerprint that your teacher shows: ");
  } finally {
    prompt.close();
  }
}

function runShell(args: readonly string[]): Promise<number> {
  const start = ({ detached }: { detached: boolean }) =>
    spawn("sh", args, { stdio: "inherit", detached: detached && !isInteractive() });
  return runChild({ command: "sh", args: [starterFile] }, start, (child) => {
    return new Promise((done, failed) => {
      child.on("error", failed);
      child.on("close", (status) => done(status ?? 130));
    });
  });
}
