import { readFileSync } from "node:fs";
import { join } from "node:path";
import { labDir } from "../../common/project.mjs";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { applyDiff } from "../lab/apply-diff.ts";

/** The finished program, with the stage that the text leaves to the learner. */
export const solution = "workshop/10-build-it-yourself/solution";

/** The number by which the text's own last stage is known: the one without a text. */
export const yourTurn = 6;

/**
 * The program that the text makes before a stage, by path. It is read from the text, so that there is no second copy
 * of each file for each stage.
 */
export function programBefore(stage: number, text = readLesson()): Map<string, string> {
  const heading = stage === yourTurn ? "### Your turn" : `### Stage ${stage}:`;
  const end = text.indexOf(`\n${heading}`);
  if (end < 0) throw new Error(`expected "${heading}" in the text of lesson 10`);
  const program = new Map<string, string>();
  for (const [, info = "", block = ""] of text.slice(0, end).matchAll(/^```(.+)\n([\s\S]*?)^```$/gm))
    follow(program, info, block);
  return program;
}

/** The same program for a lab whose name or ports are not the usual ones. */
export function fitted(text: string, { prefix, labelName, ...ports }: LabConfig): string {
  return text
    .replace('value: "default"', `value: "${labelName}"`)
    .replace(/(?<=^ {2}name: "|\{ name: ")(?=[a-z])/gm, prefix)
    .replace(/^ {8}name,$/m, prefix ? `        name: \`${prefix}\${name}\`,` : "$&")
    .replace("INTERNAL://kafka:", `INTERNAL://${prefix}kafka:`)
    .replace("EXTERNAL://127.0.0.1:9092", `EXTERNAL://${ports.dockerHostIp}:${ports.kafkaPort}`)
    .replace('external: 9092, ip: "127.0.0.1"', `external: ${ports.kafkaPort}, ip: "${ports.dockerHostIp}"`)
    .replace(/5101/g, String(ports.serviceAPort))
    .replace(/5102/g, String(ports.serviceBPorts[0]));
}

/** Does to the program what one block of the text has the learner do. */
function follow(program: Map<string, string>, info: string, block: string) {
  const file = /file=(\S+)/.exec(info)?.[1];
  if (file) program.set(file, block);
  if (info === "diff")
    for (const { path, text } of applyDiff(block, (name) => program.get(name))) program.set(path, text ?? "");
  if (info !== "sh") return;
  for (const [, path = ""] of block.matchAll(/^cp (\S+) infra\/$/gm))
    program.set(path.replace(solution, "infra"), readFileSync(join(labDir, path), "utf8"));
  for (const [, path = ""] of block.matchAll(/^rm (\S+)$/gm)) program.delete(path);
}

function readLesson() {
  return readFileSync(join(import.meta.dirname, "lesson.en.md"), "utf8");
}
