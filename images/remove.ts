import { CommandFailed, run } from "./building/run-command.ts";

const repositories = ["kafka-lab/kafka", "kafka-lab/node", "kafka-lab/base"];

/**
 * Removes what image builds leave: always the remains of builds (images without a name), with `all` the images too.
 * Resolves to the names removed; an image that a container still uses stays.
 */
export async function removeImages({ all = false }: { all?: boolean } = {}) {
  const removed: string[] = [];
  for (const name of all ? await builtNames() : []) {
    if (await removeImage(name)) removed.push(name);
  }
  await pruneNameless("kafka-lab.recipe");
  return removed;
}

/** Images whose names all went to newer ones, unless a container still runs from them. */
export async function removeReplaced(ids: string[]) {
  const nameless = await run("docker", ["image", "ls", "--quiet", "--no-trunc", "--filter", "dangling=true"]);
  for (const id of nameless.split("\n")) if (ids.includes(id)) await removeImage(id);
}

async function builtNames() {
  const references = repositories.flatMap((repository) => ["--filter", `reference=${repository}`]);
  const names = await run("docker", ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}", ...references]);
  return names.split("\n").filter(Boolean);
}

async function pruneNameless(label: string) {
  await run("docker", ["image", "prune", "--force", "--filter", `label=${label}`]);
}

async function removeImage(name: string) {
  try {
    await run("docker", ["image", "rm", name]);
    return true;
  } catch (error) {
    if (error instanceof CommandFailed && /No such image|conflict|in use|being used/i.test(error.output))
      return false;
    throw error;
  }
}
