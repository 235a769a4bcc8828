import Dockerode from "dockerode";
import { inject } from "vitest";
import { nodeImage } from "./images-here.ts";

/** Docker for the tests, independent of the lab's own code. */
export const docker = new Dockerode();

/** The names of everything that Docker has of the lab under test. */
export async function inventory(): Promise<{ containers: string[]; networks: string[]; volumes: string[] }> {
  const filters = { label: [`kafka-lab.name=${inject("lab").name}`] };
  const containers = await docker.listContainers({ all: true, filters });
  const networks = await docker.listNetworks({ filters });
  const { Volumes: volumes } = await docker.listVolumes({ filters: JSON.stringify(filters) });
  return {
    containers: containers.map(({ Names }) => Names[0]?.slice(1) ?? "").sort(),
    networks: networks.map(({ Name }) => Name),
    volumes: volumes.map(({ Name }) => Name).sort(),
  };
}

/** The inventory when nothing is left. */
export const nothing = { containers: [], networks: [], volumes: [] };

/** Creates a container that is not the lab's; resolves to how to remove it. */
export async function foreignContainer(options: Dockerode.ContainerCreateOptions & { name: string }) {
  // Not the lab's own label, but one by which the container is found when the test is cut off.
  const Labels = { "kafka-lab.test": inject("lab").name };
  const container = await docker.createContainer({
    Image: nodeImage,
    Cmd: ["sleep", "infinity"],
    Labels,
    ...options,
  });
  await container.start();
  return { id: container.id, remove: () => container.remove({ force: true, v: true }) };
}
