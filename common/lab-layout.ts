// The names and numbers of the lab's parts. The program and the commands both need them, and neither loads the other,
// because a learner may break infra/, and lesson 10 empties it.

/** The name of member n of a cluster; the first has the plain name, so that a lab can grow without a rename. */
export const memberName = (name: string, member: number) => (member === 1 ? name : `${name}-${member}`);

/** 1 to `count`, the numbers of the brokers or ZooKeepers. */
export const membersOf = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** The name of a part of the lab in Docker: two labs differ by their setting `name`. */
export const partName = (name: string, part: string) => (name === "" ? part : `${name}-${part}`);

/** The value of the label `kafka-lab.name`, by which a command recognizes the lab's own resources. */
export const labelName = (name: string) => name || "default";

/** The image built for a service. `name` is the lab's setting. */
export const serviceImage = (name: string, service: string, stack: string) =>
  `kafka-lab/${partName(name, service)}:${stack}`;

/** The port of the internal listener, the same in every broker's container; each external listener has its own. */
export const internalPort = 29_092;

/** The port on which the controllers of KRaft mode talk to each other; no client uses it. */
export const controllerPort = 29_093;

/** The node id of dedicated controller n: brokers and controllers have one set of ids. */
export const controllerId = (member: number) => 100 + member;

/**
 * The cluster's identity where no ZooKeeper has assigned it one; fixed, so that every node is formatted alike.
 */
export const kraftClusterId = "S2Fma2EtbGFiLWtyYWZ0AA";

/** The services are published on the loopback address, whatever address Kafka uses. */
export const serviceHostIp = "127.0.0.1";

/** The published ports, as in Pulumi.yaml; the services listen on the same ones in their containers. */
export const defaultPorts = { kafka: 9092, serviceA: 5101, serviceB: 5102 };

/** How far above a port of a service its port for https is: in its container always, published unless it is set. */
export const defaultHttpsPortOffset = 2_000;

/** The folder in a service's container, on a volume, of its certificate for https. */
export const certificatesFolder = "/var/lib/kafka-lab/certificates";

/** That volume's name. */
export const certificatesVolume = "service-certificates";

/** The distance between the published ports of service-b's instances. */
const instancePortStep = 10;

/** The published port of each instance of service-b. */
export const instancePorts = (first: number, count: number) =>
  membersOf(count).map((member) => first + (member - 1) * instancePortStep);
