import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { CommandFailed, run } from "./run-command.ts";

/** Every image built here has the hash of its sources as a label, so that a second build knows it has nothing to do. */
export const recipeLabel = "kafka-lab.recipe";

export type FoundImage = { id: string; bytes: number; recipe: string | undefined };

/** The images that exist, by the name they were asked for. */
export async function findImages(names: string[]): Promise<Map<string, FoundImage>> {
  const images = await inspect(names);
  const found = new Map();
  for (const { Id, Size, RepoTags, Config } of images) {
    for (const name of names) {
      if (RepoTags?.includes(name))
        found.set(name, { id: Id, bytes: Size, recipe: Config?.Labels?.[recipeLabel] });
    }
  }
  return found;
}

/** One hash over texts, and over files and folders (names and contents), the same on every machine. */
export function hashRecipe(texts: string[], paths: string[] = []) {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${text.length}:${text}`);
  for (const path of paths) {
    for (const file of filesBelow(path)) {
      const content = readFileSync(file);
      hash.update(`${file.slice(dirname(path).length)}:${content.length}:`).update(content);
    }
  }
  return hash.digest("hex");
}

function filesBelow(path: string) {
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return entries.map((entry) => join(entry.parentPath, entry.name)).sort();
}

async function inspect(
  names: string[],
): Promise<
  { Id: string; Size: number; RepoTags?: string[]; Config?: { Labels?: Record<string, string> } }[]
> {
  const known = new Set(
    (await run("docker", ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}"])).split("\n"),
  );
  const existing = names.filter((name) => known.has(name));
  if (existing.length === 0) return [];
  try {
    return JSON.parse(await run("docker", ["image", "inspect", ...existing]));
  } catch (error) {
    // Removed between the two questions.
    if (error instanceof CommandFailed && /No such image/i.test(error.output)) return [];
    throw error;
  }
}
