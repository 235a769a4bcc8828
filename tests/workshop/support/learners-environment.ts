import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Language } from "../../../workshop/authoring/lesson.ts";

/** A learner's terminal without colours, with the pinned Node, and a curl that draws no progress bar. */
export function learnersEnvironment(dir: string): NodeJS.ProcessEnv {
  const home = join(dir, ".lab/curl");
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, ".curlrc"), "silent\nshow-error\n");
  const { FORCE_COLOR: _, CI: _ci, VITEST: _vitest, NODE_ENV: _env, LC_ALL: _all, ...rest } = process.env;
  const PATH = `${join(dir, "node_modules/.bin")}:${process.env.PATH}`;
  return { ...rest, PATH, NO_COLOR: "1", LC_MESSAGES: "C", LANG: "C.UTF-8", CURL_HOME: home };
}

/** The language of `./lab` from here on, as remembered from `--lang`. */
export function speak(dir: string, lang: Language): void {
  writeFileSync(join(dir, ".lab/lang"), `${lang}\n`);
}

/** What a command prints in the learner's folder; a failure shows it. */
export async function runInLab(dir: string, command: string, ...args: string[]): Promise<string> {
  const options = { cwd: dir, env: learnersEnvironment(dir), maxBuffer: 64_000_000 };
  const { stdout } = await promisify(execFile)(command, args, options).catch((error) => {
    throw new Error(`${command} ${args.join(" ")} ended with ${error.code}:\n${error.stdout}${error.stderr}`);
  });
  return stdout;
}
