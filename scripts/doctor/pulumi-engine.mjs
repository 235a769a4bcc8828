import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { homeFolder } from "../../common/user.ts";
import { labDir } from "../../lib/project/project.mjs";

/** @typedef {import("./run-doctor.mjs").Finding} Finding */

/**
 * The Pulumi CLI may be absent; one that is there needs the provider of the very version that the program uses.
 *
 * @returns {Promise<Finding[]>}
 */
export async function checkPulumi() {
  const expected = "none, or one with its Docker provider";
  const version = await pulumiVersion();
  if (version === undefined)
    return [{ check: "Pulumi CLI", expected, seen: "none (the embedded engine does the work)" }];
  const provider = `v${dockerSdkVersion()}`;
  if (hasProvider(provider))
    return [{ check: "Pulumi CLI", expected, seen: `${version}, provider docker ${provider}` }];
  return [
    {
      check: "Pulumi CLI",
      expected,
      seen: `${version}, without the provider docker ${provider}`,
      todo: `pulumi plugin install resource docker ${provider}, or leave it to the lab's own engine: ./lab up --engine embedded`,
    },
  ];
}

/**
 * Of the Pulumi CLI on PATH, if there is one that runs.
 *
 * @returns {Promise<string | undefined>}
 */
export function pulumiVersion() {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  return new Promise((resolve) => {
    execFile("pulumi", ["version"], { env, timeout: 10_000 }, (error, stdout) =>
      resolve(error ? undefined : stdout.trim()),
    );
  });
}

/** @param {string} version */
function hasProvider(version) {
  const home = process.env.PULUMI_HOME ?? join(homeFolder(), ".pulumi");
  try {
    return readdirSync(join(home, "plugins")).includes(`resource-docker-${version}`);
  } catch {
    return false;
  }
}

/** @returns {string} */
function dockerSdkVersion() {
  return JSON.parse(readFileSync(join(labDir, "node_modules/@pulumi/docker/package.json"), "utf8")).version;
}
