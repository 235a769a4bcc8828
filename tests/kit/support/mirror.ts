import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { imageSettingsOf } from "../../../lib/stack/stack-images.ts";
import { eventually } from "../../support/eventually.ts";
import { machineImages } from "../../support/images-here.ts";
import { createMachine, has, type Machine } from "./room.ts";

const address = "127.0.0.1:5000";

/** A machine whose engine pulls the official names, and the mirror behind it. */
export interface Mirrored {
  readonly machine: Machine;
  readonly remove: () => Promise<void>;
}

/**
 * A machine whose engine gets what it pulls from a registry beside it, as in a school that mirrors Docker Hub. The
 * mirror has the official names for two platforms: images of this machine, and for arm64 ones with a single file.
 */
export async function createMirrored(folder: string): Promise<Mirrored> {
  const machine = await createMachine([`--registry-mirror=http://${address}`]);
  const registry = startRegistry(folder, machine.netns);
  const remove = async () => {
    registry.kill("SIGTERM");
    await machine.remove();
  };
  try {
    await eventually("the mirror answers", () => answers(machine), 30_000);
    const inMachine = dockerIn(machine, folder);
    for (const [official, here] of standIns()) publish(inMachine, official, here, folder);
    return { machine, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Each official name of the stack `dev`, with the image of this machine that stands for it. */
function standIns(): Map<string, string> {
  const official = imageSettingsOf("dev");
  const keys = ["kafkaImage", "zookeeperImage", "nodeImage"] as const;
  return new Map(keys.map((key) => [official[key], machineImages[key]]));
}

type Docker = (...args: string[]) => string;

/** Pushes both platforms, and a list of them under the official name; of its engine, only the mirror keeps them. */
function publish(docker: Docker, official: string, here: string, folder: string) {
  const name = `${address}/${official.includes("/") ? official : `library/${official}`}`;
  const archive = join(folder, "image.tar");
  execFileSync("docker", ["save", "--output", archive, here]);
  docker("load", "--quiet", "--input", archive);
  docker("tag", here, `${name}-amd64`);
  const context = join(folder, "arm64.Dockerfile");
  writeFileSync(context, `FROM scratch\nCOPY arm64.Dockerfile /${official.replace(/\W/g, "-")}\n`);
  const build = ["build", "--quiet", "--platform", "linux/arm64", "--tag", `${name}-arm64`];
  docker(...build, "--file", context, folder);
  const both = ["amd64", "arm64"].map((arch) => `${name}-${arch}`);
  for (const each of both) docker("push", "--quiet", each);
  docker("manifest", "create", "--insecure", name, ...both);
  for (const arch of ["amd64", "arm64"])
    docker("manifest", "annotate", name, `${name}-${arch}`, "--os", "linux", "--arch", arch);
  docker("manifest", "push", "--insecure", name);
  docker("image", "rm", "--force", here, ...both);
}

/** The client, where the mirror is to be reached. */
function dockerIn({ netns, socket }: Machine, folder: string): Docker {
  const client = ["docker", "--config", join(folder, "docker-config"), "--host", `unix://${socket}`];
  return (...args) =>
    execFileSync("nsenter", [`--net=/var/run/netns/${netns}`, ...client, ...args], {
      encoding: "utf8",
      stdio: "pipe",
      env: { ...process.env, DOCKER_BUILDKIT: "0" },
    });
}

/** Debian's package docker-registry, unpacked and not installed. */
function startRegistry(folder: string, netns: string): ChildProcess {
  execFileSync("apt-get", ["download", "docker-registry"], { cwd: folder, stdio: "pipe" });
  const archive = readdirSync(folder).find((name) => name.endsWith(".deb")) ?? "";
  execFileSync("dpkg-deb", ["--extract", archive, "registry"], { cwd: folder });
  const config = join(folder, "registry.yml");
  writeFileSync(
    config,
    `version: 0.1\nlog: { level: error }\nstorage: { filesystem: { rootdirectory: ${join(folder, "data")} } }\nhttp: { addr: "${address}" }\n`,
  );
  const program = join(folder, "registry/usr/bin/docker-registry");
  return spawn("nsenter", [`--net=/var/run/netns/${netns}`, program, "serve", config], { stdio: "ignore" });
}

const answers = async (machine: Machine) =>
  (await machine.run(["curl", "-fsS", `http://${address}/v2/`])).status === 0;

/** Why there can be no mirror here, or undefined. */
export const reasonAgainstMirror = () =>
  ["apt-get", "dpkg-deb", "curl"].every(has) ? undefined : "it needs Debian's apt-get, dpkg-deb and curl";
