import { connect } from "node:net";
import { openDocker } from "../../docker-client/client.ts";

/** The names of all lessons: two are about three brokers, and some have more instances of a service. */
const names = ["zookeeper", "kafka", "service-a", "service-b"].flatMap((name) => [
  name,
  `${name}-2`,
  `${name}-3`,
]);
const network = "kafka-lab";
const servicePorts = [5101, 5102, 5111, 5112, 5122, 5132, 5142, 5152];
const ports = [9092, 9093, 9094, ...servicePorts, ...servicePorts.map((port) => port + 2_000)];

/**
 * Finds what holds the names and ports of the lessons, because they run with those that they print; undefined if all
 * are free. A volume is enough: it may hold a user's messages.
 */
export async function findLabHolder() {
  const docker = openDocker();
  const containers = await docker.listContainers({ all: true });
  const taken = containers.flatMap(({ Names }) => Names).find((name) => names.includes(name.slice(1)));
  if (taken) return `the container ${taken.slice(1)}`;
  const filters = { label: ["kafka-lab.name=default"] };
  const { Volumes: volumes } = await docker.listVolumes({ filters: JSON.stringify(filters) });
  if (volumes?.[0]) return `the volume ${volumes[0].Name}`;
  if ((await docker.listNetworks()).some(({ Name }) => Name === network)) return `the network ${network}`;
  for (const port of ports) if (await answers(port)) return `a program on port ${port}`;
  return undefined;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true)).once("error", () => end(false));
  });
}
