import type Dockerode from "dockerode";
import type { ResourceContext, ResourceType } from "../../model/resource-type.ts";

/** What the engine hands to a resource type, with its connection as what it is: a client of Docker. */
export interface DockerContext extends Omit<ResourceContext, "connection"> {
  readonly docker: Dockerode;
}

/** A resource type that talks to Docker. */
export type DockerType = ResourceType<DockerContext>;

/** What connects: the client is made when it is first used. */
export type DockerConnection = () => Dockerode;

/** The one place where it is said what the engine's connection is. */
export function dockerOf(connection: unknown): Dockerode {
  return (connection as DockerConnection)();
}

/** The engine's context with the client of Docker in it. */
export function onDocker({ connection, ...context }: ResourceContext): DockerContext {
  return {
    ...context,
    get docker() {
      return dockerOf(connection);
    },
  };
}
