import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { labDir } from "../../common/project.mjs";
import { writeWhole } from "../../common/write-whole.ts";
import type { Language, Text } from "./lesson.ts";

/** The language of this command's output. The one given by `--lang` is kept for later commands. */
export function useLanguage(
  asked: string | undefined,
  { env = process.env, projectDir = labDir }: { env?: NodeJS.ProcessEnv; projectDir?: string } = {},
): Language {
  const file = join(projectDir, ".lab/lang");
  const remembered = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (asked !== undefined && asked !== remembered) remember(file, asked);
  return chooseLanguage(asked ?? (/^(en|fr)$/.test(remembered) ? remembered : undefined), env);
}

function remember(file: string, language: string) {
  try {
    writeWhole(file, `${language}\n`);
  } catch {
    // A folder that cannot be written is reported where it matters.
  }
}

/**
 * The language asked for, else the system's, by the variables and in the order that POSIX gives them:
 * https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
 */
export function chooseLanguage(asked: string | undefined, env: NodeJS.ProcessEnv = process.env): Language {
  const wanted = asked ?? (env.LC_ALL || env.LC_MESSAGES || env.LANG || "");
  return /^fr\b|^fr_/i.test(wanted) ? "fr" : "en";
}

export function inLanguage(text: Text, language: Language) {
  return typeof text === "string" ? text : text[language];
}
