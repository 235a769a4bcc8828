import { openDocker } from "../../docker-client/client.ts";

/**
 * Removes all that carries the name of a test lab, whoever made it and however its run ended, and says what it was;
 * nothing else is touched.
 */
export async function removeLab(name: string): Promise<string[]> {
  const docker = openDocker();
  const ours = { filters: { label: [`kafka-lab.name=${name}`] } };
  const guests = { filters: { label: [`kafka-lab.test=${name}`] } };
  const containers = [
    ...(await docker.listContainers({ all: true, ...ours })),
    ...(await docker.listContainers({ all: true, ...guests })),
  ];
  for (const { Id } of containers) await docker.getContainer(Id).remove({ force: true, v: true });
  const networks = await docker.listNetworks(ours);
  for (const { Id } of networks) await docker.getNetwork(Id).remove();
  const { Volumes: volumes } = await docker.listVolumes({ filters: JSON.stringify(ours.filters) });
  for (const { Name } of volumes) await docker.getVolume(Name).remove();
  const images = await docker.listImages({ filters: { reference: [`kafka-lab/${name}-*`] } });
  // By name: another lab's image with the same content is the same image.
  const tags = images
    .flatMap(({ RepoTags }) => RepoTags ?? [])
    .filter((tag) => tag.startsWith(`kafka-lab/${name}-`));
  for (const tag of tags) await docker.getImage(tag).remove({ force: true });
  return [
    ...containers.map(({ Names }) => `container ${Names[0]?.replace("/", "")}`),
    ...networks.map(({ Name }) => `network ${Name}`),
    ...volumes.map(({ Name }) => `volume ${Name}`),
    ...tags.map((tag) => `image ${tag}`),
  ];
}
