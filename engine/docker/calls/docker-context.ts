import type Dockerode from "dockerode";
import type { ResourceContext, ResourceType } from "../../model/resource-type.ts";

/** The engine's context for a resource type, with its connection as a Docker client. */
export interface DockerContext extends Omit<ResourceContext, "connection"> {
  readonly docker: Dockerode;
}

/** A resource type that talks to Docker. */
export type DockerType = ResourceType<DockerContext>;

/** The connection of a provider: the client is created on first use. */
export type DockerConnection = () => Dockerode;

/** The only place that knows the type of the engine's connection. */
export function dockerOf(connection: unknown): Dockerode {
  return (connection as DockerConnection)();
}

/** The engine's context with the Docker client in it. */
export function onDocker({ connection, ...context }: ResourceContext): DockerContext {
  return {
    ...context,
    get docker() {
      return dockerOf(connection);
    },
  };
}
