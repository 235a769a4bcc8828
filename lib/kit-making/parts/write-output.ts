import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { LabError } from "../../../common/lab-error.mjs";

interface Options {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Measured on node_modules: level 3 takes half of the time of 6, for a tenth more bytes. */
  readonly gzipLevel?: number;
  readonly show: (bytes: number) => void;
}

/** Writes what a program prints to a file, compressed; `show` is told how much has come. */
export async function writeOutput(
  file: string,
  [command, ...args]: readonly [string, ...string[]],
  { gzipLevel = 3, show, ...options }: Options,
) {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const ended = new Promise<number | null>((resolve) => {
    child.on("error", (error) => {
      said += error.message;
      resolve(127);
    });
    child.on("close", resolve);
  });
  let bytes = 0;
  const count = new Transform({
    transform(chunk, _, done) {
      bytes += chunk.length;
      show(bytes);
      done(null, chunk);
    },
  });
  try {
    await pipeline(
      child.stdout,
      createGzip({ level: gzipLevel }),
      count,
      createWriteStream(file, { flush: true }),
    );
  } finally {
    child.kill();
  }
  const status = await ended;
  if (status === 0) return;
  throw new LabError(
    `\`${command} ${args[0]}\` failed with status ${status}: ${said.trim().split("\n").slice(-3).join(" ")}`,
    "Fix what it reports, then run the same command: what is finished is kept.",
  );
}
