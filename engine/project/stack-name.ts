import { existsSync } from "node:fs";
import { EngineError } from "../../common/engine-error.ts";
import { openBackend, stacksWithState } from "./backend.ts";
import type { Project } from "./project.ts";
import { stackConfigFile, stacksWithConfig } from "./stack-config.ts";

/** A file backend has only one organization, of this name. */
const ORGANIZATION = "organization";

/**
 * The plain name of a stack that exists: it has a state, or a settings file. Like the CLI this accepts
 * `organization/PROJECT/NAME` and `organization/NAME` as well.
 * @param given what the user typed; `source` says where, for the error
 * @throws EngineError with the existing names
 */
export function requireStack(project: Project, given: string, source = ""): string {
  const stack = parseStackName(project, given);
  if (existsSync(stackConfigFile(project, stack)) || existsSync(openBackend(project, stack).state)) {
    return stack;
  }
  const known = [...new Set([...stacksWithConfig(project), ...stacksWithState(project)])].sort();
  const named = source === "" ? "" : ` (named by ${source})`;
  throw new EngineError(
    `no stack named '${stack}' found${named}. There are: ${known.join(", ") || "none"}. To make it, create ${stackConfigFile(project, stack)}; an empty file is enough.`,
  );
}

/** The plain name in what the user typed, whether there is such a stack or not. */
function parseStackName(project: Project, given: string): string {
  const parts = given.split("/");
  const stack = parts.at(-1) ?? "";
  const [organization, owner] = parts.length > 1 ? parts : [ORGANIZATION];
  if (parts.length > 3 || organization !== ORGANIZATION || !/^[A-Za-z0-9_.-]{1,100}$/.test(stack)) {
    throw new EngineError(
      `"${given}" is not a stack name: expected 1 to 100 letters, digits, "-", "_" and ".", or ${ORGANIZATION}/${project.name}/NAME.`,
    );
  }
  if (parts.length === 3 && owner !== project.name) {
    throw new EngineError(
      `"${given}" is a stack of the project "${owner}"; the project here is "${project.name}".`,
    );
  }
  // These would name a folder, and not a file in it.
  if (stack === "." || stack === "..") throw new EngineError(`"${stack}" is not a stack name.`);
  return stack;
}
