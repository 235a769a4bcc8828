import { explainUnwritable } from "./unwritable.mjs";

/**
 * What a user can mend is two lines: what was seen, what to do. Anything else is a bug and keeps its stack.
 * @param {unknown} thrown
 * @returns {number} the exit status
 */
export function reportError(thrown) {
  const error = explainUnwritable(thrown);
  if (isForUser(error)) {
    console.error(`Error: ${error.message}`);
    if (error.hint) console.error(`  ${error.hint}`);
  } else {
    console.error(error);
  }
  return 1;
}

/**
 * @param {unknown} error
 * @returns {error is Error & { hint?: string }}
 */
function isForUser(error) {
  return error instanceof Error && (error.name === "LabError" || error.name === "EngineError");
}
