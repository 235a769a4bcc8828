import { recipeLabel } from "./docker-image.mjs";
import { proxyBuildArguments, proxyEnvironment } from "./proxy.mjs";
import { run } from "./run.mjs";

/**
 * One `docker build` that behaves the same in the old builder and in BuildKit, with a name that says what it was made from.
 * @param {import("./build.mjs").Recipe} image
 * @param {string} context
 * @param {import("./build.mjs").BuildStep} step
 */
export async function dockerBuild({ name, recipe }, context, { force, onLine }) {
  // The old builder keeps the container of a failed step otherwise, and with it the images below.
  const cleanup = ["--force-rm", ...(force ? ["--no-cache"] : [])];
  const options = [
    "--label",
    `${recipeLabel}=${recipe}`,
    "--tag",
    name,
    ...cleanup,
    ...proxyBuildArguments(process.env),
  ];
  // A builder in a container of its own would neither see the base image nor leave the result to the engine.
  const env = { ...proxyEnvironment(process.env), BUILDX_BUILDER: "default", BUILDKIT_PROGRESS: "plain" };
  await run("docker", ["build", ...options, context], { env, onLine });
}
