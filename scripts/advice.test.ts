import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { beforeAll, describe, expect, test } from "vitest";
import { labDir } from "../common/project.mjs";
import { lab } from "./command-line.ts";
import { readDoctorOptions } from "./doctor/doctor-options.ts";
import { readSmokeOptions } from "./smoke/smoke-options.ts";

/** Replaces an interpolated value, which is known only at run time. */
const placeholder = "1";
const sources = [
  ".github",
  "scripts",
  "lib",
  "common",
  "docker-client",
  "engine",
  "infra",
  "images",
  "services",
  "workshop",
].flatMap((folder) => ["mjs", "ts", "md", "yml"].map((ending) => `${folder}/**/*.${ending}`));

interface Advice {
  readonly place: string;
  readonly args: readonly string[];
}

const advice = await collectAdvice();

beforeAll(() => {
  for (const command of [lab, ...lab.commands]) silence(command);
});

describe("when the lab advises a command of its own", () => {
  test("then that command exists", () => {
    expect(advice.length).toBeGreaterThan(300);
    const wrong = advice.flatMap(({ place, args }) => {
      const complaint = complaintAbout(args);
      return complaint ? [`${place}: ./lab ${args.join(" ")}: ${complaint}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  test.each([
    "use ./lab --engine=embedded",
    "use ./lab up --engine=other",
    "./lab smoke --service-c URL",
    "try ./lab begin --yes",
    "Run it here: ./lab dev",
    "./lab destroy --stack",
  ])("then a wrong one would be found: %s", (line) => {
    expect(commandsIn(line).map(complaintAbout)).toEqual([expect.any(String)]);
  });
});

/** The real program's complaint about an unknown command, option or value. The two scripts read their own options. */
function complaintAbout([name = "", ...others]: readonly string[]): string | undefined {
  try {
    if (name === "smoke") readSmokeOptions(others.map(toUrl));
    else if (name === "doctor") readDoctorOptions([...others]);
    else lab.parse([name, ...others], { from: "user" });
    return undefined;
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    return code === "commander.help" || code === "commander.helpDisplayed" ? undefined : message;
  }
}

function toUrl(arg: string): string {
  return arg === "URL" || arg === placeholder ? "http://127.0.0.1:5101" : arg;
}

/** Makes a command read its arguments, do nothing, and throw instead of ending the process. */
function silence(command: Command): void {
  command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
  if (command !== lab) command.action(() => {});
}

async function collectAdvice(): Promise<Advice[]> {
  const found: Advice[] = [];
  for await (const file of glob([...sources, "*.md", "docs/*.md"], { cwd: labDir })) {
    if (/\.test\.ts$|node_modules|\/testing\//.test(file)) continue;
    const isDocument = file.endsWith(".md");
    readFileSync(join(labDir, file), "utf8")
      .split("\n")
      .forEach((line, index) => {
        if (!isDocument && /^\s*(\/\/|\/?\*)/.test(line)) return; // comments advise no user
        const commands = commandsIn(line).filter((args) => !isDocument || !isMention(args));
        for (const args of commands) found.push({ place: `${file}:${index + 1}`, args });
      });
  }
  return found;
}

/** A document may mention `./lab dev` without its argument, and ./lab itself. */
function isMention([name = "", ...rest]: readonly string[]): boolean {
  const command = lab.commands.find((each) => each.name() === name);
  return (
    rest.length === 0 &&
    (command === undefined || command.registeredArguments.some(({ required }) => required))
  );
}

/** Finds each command in a line of code or prose, without the words of the sentence around it. */
function commandsIn(line: string): string[][] {
  const simple = line
    .replace(/\$\{\{ matrix\.engine \}\}/g, "embedded")
    .replace(/\$\{optionFor\(name\)\}/g, "--service-a URL")
    .replace(/\$\{[^}]*\}/g, placeholder)
    .replace(/--note \\?"[^"]*"/g, `--note ${placeholder}`);
  return [...simple.matchAll(/\.\/lab (?=[\w-])([^"'`,;|)\\&>#…]*)/g)]
    .map(([, text = ""]) => text.split(/[.:!?]?(?:\s|$)/).filter(Boolean))
    .map(ownWords)
    .filter((args) => args.length > 0 && args[0] !== placeholder);
}

/** In a sentence, a command ends at the first word that is not an option, an option's value or an argument. */
function ownWords(words: string[]): string[] {
  const [name = "", ...rest] = words;
  const command = lab.commands.find((each) => each.name() === name);
  const isAlone = ["smoke", "doctor"].includes(name);
  let open = isAlone ? 0 : (command?.registeredArguments.length ?? 0);
  const own = [name];
  for (const word of rest) {
    const option = command?.options.find(({ long, short }) => [long, short].includes(own.at(-1)));
    const isValue =
      option?.required === true ||
      (isAlone && /^--(stack|timeout|service-[ab]|max-waiting)$/.test(own.at(-1) ?? ""));
    if (!word.startsWith("-") && !isValue) {
      if (open === 0) break;
      open -= 1;
    }
    own.push(word);
  }
  return own;
}
