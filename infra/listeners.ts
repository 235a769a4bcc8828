import { internalPort, memberName } from "../common/lab-layout.ts";

/** One door of the broker: where it binds is inside its container, what it advertises is what clients are told to use. */
export interface Listener {
  readonly name: string;
  readonly bind: string;
  readonly advertised: string | undefined;
}

/** A door for clients. */
export interface ClientListener extends Listener {
  readonly advertised: string;
}

/** Where the outside finds the brokers; broker n is published on `port + n - 1`. */
export interface ExternalAddress {
  readonly host: string;
  readonly port: number;
}

const internalName = "LISTENER_DOCKER_INTERNAL";
const externalName = "LISTENER_DOCKER_EXTERNAL";
const controllerName = "CONTROLLER";

/** The port on which the controllers of KRaft mode talk to each other; no client ever does. */
export const controllerPort = 29_093;

/** The name of broker n on the lab's network. */
export const brokerAlias = (broker: number) => memberName("kafka", broker);

/** Both listeners of broker n: clients in Docker and clients outside need different addresses for the same broker. */
export function listenersOf(
  broker: number,
  outside: ExternalAddress,
): [internal: ClientListener, external: ClientListener] {
  // The published one: `localhost` and this port are this broker in its own container as well, and in another's nobody,
  // where a port that is the same for all would be the wrong broker.
  const externalContainerPort = outside.port + broker - 1;
  return [
    {
      name: internalName,
      bind: `0.0.0.0:${internalPort}`,
      advertised: `${brokerAlias(broker)}:${internalPort}`,
    },
    {
      name: externalName,
      bind: `0.0.0.0:${externalContainerPort}`,
      advertised: `${outside.host}:${outside.port + broker - 1}`,
    },
  ];
}

/** The door between controllers; it is bound and never advertised, for the voters know each other by configuration. */
export const controllerListener: Listener = {
  name: controllerName,
  bind: `0.0.0.0:${controllerPort}`,
  advertised: undefined,
};

/** The listeners in the form in which a Kafka image takes them. */
export function listenerEnvironment(listeners: readonly Listener[]): Record<string, string> {
  const join = (entry: (listener: Listener) => string, among = listeners) => among.map(entry).join(",");
  const forClients = listeners.filter(({ advertised }) => advertised !== undefined);
  return {
    KAFKA_LISTENERS: join(({ name, bind }) => `${name}://${bind}`),
    KAFKA_ADVERTISED_LISTENERS: join(({ name, advertised }) => `${name}://${advertised}`, forClients),
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: join(({ name }) => `${name}:PLAINTEXT`),
    KAFKA_INTER_BROKER_LISTENER_NAME: internalName,
    ...(listeners.includes(controllerListener) && { KAFKA_CONTROLLER_LISTENER_NAMES: controllerName }),
  };
}
