import { recipeLabel } from "./docker-image.ts";
import { proxyBuildArguments, proxyEnvironment } from "./proxy.ts";
import type { BuildStep, Recipe } from "./recipe.ts";
import { run } from "./run-command.ts";

/**
 * One `docker build` that behaves the same in the old builder and in BuildKit, with a label that says what it was made
 * from.
 */
export async function dockerBuild({ name, recipe }: Recipe, context: string, { force, onLine }: BuildStep) {
  // Otherwise the old builder keeps the container of a failed step, and with it the images below.
  const cleanup = ["--force-rm", ...(force ? ["--no-cache"] : [])];
  const options = [
    "--label",
    `${recipeLabel}=${recipe}`,
    "--tag",
    name,
    ...cleanup,
    ...proxyBuildArguments(process.env),
  ];
  // A strict umask would make files that the image's user cannot read.
  await run("chmod", ["-R", "go+rX", context]);
  // A builder in its own container would neither see the base image nor store the result in the engine.
  const env = { ...proxyEnvironment(process.env), BUILDX_BUILDER: "default", BUILDKIT_PROGRESS: "plain" };
  await run("docker", ["build", ...options, context], { env, onLine });
}
