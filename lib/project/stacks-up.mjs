import { readdirSync } from "node:fs";
import { engineGet } from "../docker/docker-api.mjs";
import { readLabConfig } from "./lab-config.mjs";
import { labDir } from "./project.mjs";
import { countResources, stateFiles } from "./state.mjs";

/**
 * One or two lines on every other stack of this lab that is there: who has left a lesson by `destroy` has its stack still.
 *
 * @param {string} stack the one that the command was about
 * @param {(line: string) => void} [log]
 */
export async function tellOtherStacks(stack, log = console.error) {
  for (const { name, containers, resources } of await findOtherStacks(stack)) {
    const seen =
      containers > 0 ? `is up (${containers} containers)` : `has ${resources} resources in its state`;
    log(`The stack ${name} of this lab ${seen}. To remove it: ./lab destroy --stack ${name}`);
  }
}

/**
 * By the labels of the containers and by the states in the backend: either may be all that is left of a stack.
 *
 * @param {string} stack
 */
export async function findOtherStacks(stack, projectDir = labDir) {
  const containers = await listContainers();
  return stacksOf(projectDir)
    .filter((name) => name !== stack)
    .map((name) => ({
      name,
      containers: countContainers(containers, name, projectDir),
      resources: countOf(name, projectDir),
    }))
    .filter((other) => other.containers + other.resources > 0);
}

/** @param {{ Labels: Record<string, string> }[]} containers @param {string} stack @param {string} projectDir */
function countContainers(containers, stack, projectDir) {
  const { labelName } = readLabConfig(stack, projectDir);
  return containers.filter(
    ({ Labels }) => Labels["kafka-lab.name"] === labelName && Labels["kafka-lab.stack"] === stack,
  ).length;
}

/** @param {string} stack @param {string} projectDir */
function countOf(stack, projectDir) {
  try {
    const state = stateFiles(projectDir).find((each) => each.stack === stack);
    return state ? countResources(state.file) : 0;
  } catch {
    return 0; // a backend, or a state, that only its engine can read
  }
}

/** @param {string} projectDir */
function stacksOf(projectDir) {
  return readdirSync(projectDir).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
}

/** @returns {Promise<{ Labels: Record<string, string> }[]>} */
async function listContainers() {
  try {
    const { body } = await engineGet("/containers/json?all=1");
    return Array.isArray(body) ? body : [];
  } catch {
    return []; // without an engine nothing runs
  }
}
