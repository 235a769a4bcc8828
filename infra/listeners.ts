import { controllerPort, internalPort, memberName } from "../common/lab-layout.ts";

/** One listener of a broker: it binds inside the container, and clients are told to use the advertised address. */
export interface Listener {
  readonly name: string;
  /** Not there for a listener of other nodes, which this one only connects to. */
  readonly bind: string | undefined;
  readonly advertised: string | undefined;
}

/** A listener for clients. */
export interface ClientListener extends Listener {
  readonly bind: string;
  readonly advertised: string;
}

/** Where the outside finds the brokers; broker n is published on `port + n - 1`. */
export interface ExternalAddress {
  readonly host: string;
  readonly port: number;
}

/** Over which the brokers talk to each other. */
export const internalName = "LISTENER_DOCKER_INTERNAL";
const externalName = "LISTENER_DOCKER_EXTERNAL";
const controllerName = "CONTROLLER";

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

/** The same, of dedicated controllers, as a broker has to know it: by its name and protocol. */
export const remoteControllerListener: Listener = { ...controllerListener, bind: undefined };

/** The listeners in the form in which a Kafka image takes them. */
export function listenerEnvironment(listeners: readonly Listener[]): Record<string, string> {
  const join = (entry: (listener: Listener) => string, among = listeners) => among.map(entry).join(",");
  const forClients = listeners.filter(({ advertised }) => advertised !== undefined);
  const bound = listeners.filter(({ bind }) => bind !== undefined);
  return {
    KAFKA_LISTENERS: join(({ name, bind }) => `${name}://${bind}`, bound),
    // Empty for a controller, which advertises none, and must not have the setting.
    ...(forClients.length > 0 && {
      KAFKA_ADVERTISED_LISTENERS: join(({ name, advertised }) => `${name}://${advertised}`, forClients),
    }),
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: join(({ name }) => `${name}:PLAINTEXT`),
    KAFKA_INTER_BROKER_LISTENER_NAME: internalName,
    ...(listeners.some(({ name }) => name === controllerName) && {
      KAFKA_CONTROLLER_LISTENER_NAMES: controllerName,
    }),
  };
}
