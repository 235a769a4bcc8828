import { join } from "node:path";
import { labDir } from "../../common/project.mjs";

/** The hosts of `./lab hosts`, each an engine in a network namespace of its own; all three manage the swarm. */
export const hostNumbers = [1, 2, 3];

/** A host's name, which is that of its namespace, its machine and its node. */
export const hostName = (host: number) => `kafka-lab-${host}`;

/** A host's address on their bridge. */
export const hostAddress = (host: number) => `${subnet}.${host}`;

/** The namespace with the bridge that connects the hosts; there also is the registry. */
export const lanNamespace = "kafka-lab-lan";

/** The interface by which this machine reaches the hosts, and its address there. */
export const ownInterface = "kafka-lab-own";
export const ownAddress = "10.77.0.200";

/** Where the hosts find the registry; only they, and this machine, can reach it. */
export const registryAddress = "10.77.0.254:5000";

/** The label by which a node is found that a broker is pinned to. */
export const brokerLabel = "kafka-lab.broker";

const subnet = "10.77.0";

/** Everything that the hosts keep is below one folder, which `./lab hosts down` removes. */
export const hostsFolder = join(labDir, ".lab", "hosts");

/** What one host keeps. */
export const hostFolder = (host: number) => join(hostsFolder, String(host));

/** The socket on which a host's engine listens. */
export const hostSocket = (host: number) => join(hostFolder(host), "docker.sock");

/** The same as an address for DOCKER_HOST. */
export const hostEndpoint = (host: number) => `unix://${hostSocket(host)}`;
