import { join } from "node:path";
import { labDir } from "../../common/project.mjs";

/** A host's name, which is that of its namespace, its machine and its node. */
export const hostName = (host: number) => `kafka-lab-${host}`;

/** The stack that is made for the hosts. */
export const hostsStack = "swarm";

/** The namespace with the bridge that connects the hosts; there also is the registry. */
export const lanNamespace = "kafka-lab-lan";

/** The interface by which this machine reaches the hosts, and its address there. */
export const ownInterface = "kafka-lab-own";
export const ownAddress = "10.77.0.200";

/** Everything that the hosts keep is below one folder, which `./lab hosts down` removes. */
export const hostsFolder = join(labDir, ".lab", "hosts");

/** What one host keeps. */
export const hostFolder = (host: number) => join(hostsFolder, String(host));

/** The socket on which a host's engine listens. */
export const hostSocket = (host: number) => join(hostFolder(host), "docker.sock");

/** The same as an address for DOCKER_HOST. */
export const hostEndpoint = (host: number) => `unix://${hostSocket(host)}`;
