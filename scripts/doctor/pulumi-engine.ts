import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { labDir } from "../../common/project.mjs";
import { homeFolder } from "../../common/user.ts";
import type { Finding } from "./run-doctor.ts";

/** The Pulumi CLI may be absent; one that is there needs the provider of the very version that the program uses. */
export async function checkPulumi(): Promise<Finding[]> {
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

/** Of the Pulumi CLI on PATH, if there is one that runs. */
export function pulumiVersion(): Promise<string | undefined> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  return new Promise((resolve) => {
    execFile("pulumi", ["version"], { env, timeout: 10_000 }, (error, stdout) =>
      resolve(error ? undefined : stdout.trim()),
    );
  });
}

function hasProvider(version: string) {
  const home = process.env.PULUMI_HOME ?? join(homeFolder(), ".pulumi");
  try {
    return readdirSync(join(home, "plugins")).includes(`resource-docker-${version}`);
  } catch {
    return false;
  }
}

function dockerSdkVersion(): string {
  return JSON.parse(readFileSync(join(labDir, "node_modules/@pulumi/docker/package.json"), "utf8")).version;
}
