/** @import { Language, Text } from "./types.ts" */

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
