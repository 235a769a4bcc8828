// What the program and `./lab hosts` both need to know of the three hosts on one machine.

/** The hosts of `./lab hosts`, each an engine in a network namespace of its own; all three manage the swarm. */
export const hostNumbers = [1, 2, 3];

/** A host's address on their bridge. */
export const hostAddress = (host: number) => `${subnet}.${host}`;

/** Where the hosts find the registry; only they, and this machine, can reach it. */
export const registryAddress = "10.77.0.254:5000";

/** The label by which a node is found that a broker is pinned to. */
export const brokerLabel = "kafka-lab.broker";

/** Whether these are addresses of hosts that only this machine reaches, and of nothing else. */
export const areOwnHosts = (addresses: readonly string[]) =>
  addresses.length > 0 && addresses.every((address) => hostNumbers.map(hostAddress).includes(address));

const subnet = "10.77.0";
