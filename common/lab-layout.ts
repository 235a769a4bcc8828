// How the parts of the lab are named and numbered. The program and the commands both know it, and neither loads the
// other: a learner may break infra/, and lesson 10 empties it.

/** The name of member n of a cluster; the first one has the plain name, so that a lab can grow without a rename. */
export const memberName = (name: string, member: number) => (member === 1 ? name : `${name}-${member}`);

/** 1 to `count`, as brokers and ZooKeepers are counted. */
export const membersOf = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** What Docker calls a part of the lab: two labs differ by their setting `name`. */
export const partName = (name: string, part: string) => (name === "" ? part : `${name}-${part}`);

/** The value of the label `kafka-lab.name`, by which a command knows what is the lab's own. */
export const labelName = (name: string) => name || "default";

/** The image that is built for a service. `name`: the setting. */
export const serviceImage = (name: string, service: string, stack: string) =>
  `kafka-lab/${partName(name, service)}:${stack}`;

/** The port of the internal listener, the same in every broker's container; the external one has another in each. */
export const internalPort = 29_092;

/** The services are published on the loopback address, whatever Kafka's own is. */
export const serviceHostIp = "127.0.0.1";

/** The published ports, as Pulumi.yaml has them; inside their containers the services listen on the same ones. */
export const defaultPorts = { kafka: 9092, serviceA: 5101, serviceB: 5102 };

/** How far the published ports of service-b's instances are apart. */
const instancePortStep = 10;

/** The published port of each instance of service-b. */
export const instancePorts = (first: number, count: number) =>
  membersOf(count).map((member) => first + (member - 1) * instancePortStep);
