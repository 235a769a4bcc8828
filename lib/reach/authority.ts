import { certificatesFolder } from "../../common/lab-layout.ts";
import { openDocker } from "../../docker-client/client.ts";
import { runInContainer } from "../docker/run-in-container.ts";
import type { LabConfig } from "../project/lab-config.ts";

/**
 * The certificate of the lab's authority, as PEM: from Docker, because what a port answers proves nothing about itself.
 * It is undefined if no service that runs has one.
 */
export async function readAuthority(
  { containers, prefix }: Pick<LabConfig, "containers" | "prefix">,
  docker = openDocker(),
): Promise<string | undefined> {
  for (const name of containers.filter((each) => each.startsWith(`${prefix}service-`))) {
    const command = ["cat", `${certificatesFolder}/current/authority.pem`];
    const read = await runInContainer(docker, docker.getContainer(name), command).catch(() => undefined);
    if (read?.exitCode === 0) return read.stdout;
  }
  return undefined;
}
