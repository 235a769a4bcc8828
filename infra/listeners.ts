import { internalPort, memberName } from "../common/lab-layout.ts";

/** One listener of a broker: it binds inside the container, and clients are told to use the advertised address. */
export interface Listener {
  readonly name: string;
  readonly bind: string;
  readonly advertised: string | undefined;
}

/** A listener for clients. */
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

/** The port on which the controllers of KRaft mode talk to each other; no client uses it. */
export const controllerPort = 29_093;

/** The name of broker n on the lab's network. */
export const brokerAlias = (broker: number) => memberName("kafka", broker);

/** Both listeners of broker n: clients in Docker and clients outside need different addresses for the same broker. */
export function listenersOf(
  broker: number,
  outside: ExternalAddress,
): [internal: ClientListener, external: ClientListener] {
  // The published port: `localhost` with it is this broker in its own container too, and nothing in another's, where a
  // port common to all would be the wrong broker.
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

/**
 * The listener between controllers: bound and never advertised, because the voters know each other by configuration.
 */
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
