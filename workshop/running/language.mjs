import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../common/write-whole.ts";
import { labDir } from "../../lib/project/project.mjs";

/** @import { Language, Text } from "../authoring/lesson.ts" */

/**
 * The language in which this command speaks. One that was asked for by `--lang` is remembered for the next ones.
 *
 * @param {string | undefined} asked
 * @param {{ env?: NodeJS.ProcessEnv, projectDir?: string }} [options]
 * @returns {Language}
 */
export function useLanguage(asked, { env = process.env, projectDir = labDir } = {}) {
  const file = join(projectDir, ".lab/lang");
  const remembered = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (asked !== undefined && asked !== remembered) remember(file, asked);
  return chooseLanguage(asked ?? (/^(en|fr)$/.test(remembered) ? remembered : undefined), env);
}

/** @param {string} file @param {string} language */
function remember(file, language) {
  try {
    writeWhole(file, `${language}\n`);
  } catch {
    // A folder that cannot be written is reported where something is lost by it.
  }
}

/**
 * The language asked for, else the system's, by the variables and in the order that POSIX gives them:
 * https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
 *
 * @param {string | undefined} asked
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Language}
 */
export function chooseLanguage(asked, env = process.env) {
  const wanted = asked ?? (env.LC_ALL || env.LC_MESSAGES || env.LANG || "");
  return /^fr\b|^fr_/i.test(wanted) ? "fr" : "en";
}

/** @param {Text} text @param {Language} language */
export function inLanguage(text, language) {
  return typeof text === "string" ? text : text[language];
}
