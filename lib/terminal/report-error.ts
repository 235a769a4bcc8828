import { explainUnwritable } from "./unwritable.ts";

/**
 * Prints an error and gives the exit status: what a user can fix is two lines, what was seen and what to do; anything
 * else is a bug and keeps its stack.
 */
export function reportError(thrown: unknown): number {
  const error = explainUnwritable(thrown);
  if (isForUser(error)) {
    console.error(`Error: ${error.message}`);
    if (error.hint) console.error(`  ${error.hint}`);
  } else {
    console.error(error);
  }
  return 1;
}

function isForUser(error: unknown): error is Error & { hint?: string } {
  return error instanceof Error && (error.name === "LabError" || error.name === "EngineError");
}
