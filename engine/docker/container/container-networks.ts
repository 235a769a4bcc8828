import type Dockerode from "dockerode";
import type { ContainerCreateOptions } from "dockerode";
import type { PropertyMap } from "../../model/resource-type.ts";
import type { DockerContext } from "../calls/docker-context.ts";
import { reasonOf } from "../calls/docker-errors.ts";
import { blocksOf, textOf, textsOf } from "../properties/property-access.ts";

/**
 * The first network, given at creation: that saves moving the container from the default network. Older engines accept
 * only one. Networks with addresses are left out, because a wrong one would leave no container for the state, and so are
 * shortened ids, because Docker would keep them next to the network's name.
 */
export function endpointAtCreation(inputs: PropertyMap): Pick<ContainerCreateOptions, "NetworkingConfig"> {
  const network = networkAtCreation(inputs);
  if (network === undefined) return {};
  return { NetworkingConfig: { EndpointsConfig: { [textOf(network.name)]: endpointOf(network) } } };
}

/** Connects a container to its networks, in the given order, and to no others. */
export async function connectToNetworks(
  container: Dockerode.Container,
  inputs: PropertyMap,
  { docker }: DockerContext,
): Promise<void> {
  const networks = blocksOf(inputs.networksAdvanced);
  if (networks.length === 0) return;
  const made = networkAtCreation(inputs);
  if (made === undefined)
    await docker.getNetwork("bridge").disconnect({ Container: container.id }).catch(ignoreNotConnected);
  for (const network of networks.filter((item) => item !== made))
    await docker
      .getNetwork(textOf(network.name))
      .connect({ Container: container.id, EndpointConfig: endpointOf(network) });
}

function networkAtCreation(inputs: PropertyMap): PropertyMap | undefined {
  const [first] = blocksOf(inputs.networksAdvanced);
  if (first === undefined || textOf(inputs.networkMode) !== "bridge" || hasAddress(first)) return undefined;
  return /^[0-9a-f]{1,63}$/.test(textOf(first.name)) ? undefined : first;
}

function hasAddress({ ipv4Address, ipv6Address, linkLocalIps }: PropertyMap): boolean {
  return Boolean(ipv4Address || ipv6Address || linkLocalIps);
}

function endpointOf(network: PropertyMap): Record<string, unknown> {
  const addresses = {
    ...(network.ipv4Address ? { IPv4Address: textOf(network.ipv4Address) } : {}),
    ...(network.ipv6Address ? { IPv6Address: textOf(network.ipv6Address) } : {}),
    ...(network.linkLocalIps ? { LinkLocalIPs: textsOf(network.linkLocalIps) } : {}),
  };
  return {
    Aliases: textsOf(network.aliases),
    ...(hasAddress(network) ? { IPAMConfig: addresses } : {}),
  };
}

function ignoreNotConnected(error: unknown): void {
  if (!reasonOf(error).includes("is not connected to")) throw error;
}
