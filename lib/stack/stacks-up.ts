import { labDir } from "../../common/project.mjs";
import { engineGet } from "../docker/docker-api.ts";
import { readLabConfig } from "../project/lab-config.ts";
import { labStacks } from "../project/lab-stacks.ts";
import { countResources, stateFiles } from "../project/state.ts";

/**
 * A line on every stack of this lab but the one that the command was about: a learner who has left a lesson by
 * `destroy` still has that lesson's stack.
 */
export async function tellOtherStacks(stack: string) {
  for (const { name, containers, resources } of await findOtherStacks(stack)) {
    const seen =
      containers > 0 ? `is up (${containers} containers)` : `has ${resources} resources in its state`;
    console.error(`The stack ${name} of this lab ${seen}. To remove it: ./lab destroy --stack ${name}`);
  }
}

/** By the labels of the containers and by the states in the backend: either may be all that is left of a stack. */
async function findOtherStacks(stack: string) {
  const containers = await listContainers();
  return labStacks()
    .filter((name) => name !== stack)
    .map((name) => ({
      name,
      containers: countContainers(containers, name),
      resources: countOf(name),
    }))
    .filter((other) => other.containers + other.resources > 0);
}

function countContainers(containers: { Labels: Record<string, string> }[], stack: string) {
  const { labelName } = readLabConfig(stack);
  return containers.filter(
    ({ Labels }) => Labels["kafka-lab.name"] === labelName && Labels["kafka-lab.stack"] === stack,
  ).length;
}

function countOf(stack: string) {
  try {
    const state = stateFiles(labDir).find((each) => each.stack === stack);
    return state ? countResources(state.file) : 0;
  } catch {
    return 0; // a backend, or a state, that only its engine can read
  }
}

async function listContainers(): Promise<{ Labels: Record<string, string> }[]> {
  try {
    const { body } = await engineGet("/containers/json?all=1");
    return Array.isArray(body) ? body : [];
  } catch {
    return []; // without an engine nothing runs
  }
}
