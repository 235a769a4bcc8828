import type { CheckFailure, PropertyMap, ResourceType } from "./resource-type.ts";

/**
 * A package of resource types, such as @pulumi/docker's: all that the engine knows about its resources.
 * What `connect` returns goes back to the package unchanged; only the package knows what it is.
 */
export interface ResourcePackage {
  /** Its name in types (`docker:index/network:Network`), in configuration (`docker:host`) and among SDKs (`@pulumi/docker`). */
  readonly name: string;
  /** By Pulumi's token. */
  readonly types: ReadonlyMap<string, ResourceType>;
  /** Calls a function such as `docker.getNetwork`; what is not supported is refused by name. */
  invoke(token: string, args: PropertyMap, connection: unknown): Promise<PropertyMap>;
  /** Finds what is wrong with the configuration of a provider. */
  checkProvider(inputs: PropertyMap): CheckFailure[];
  /** Returns a connection as configured, made when it is first used; refuses a wrong address at once. */
  connect(config: PropertyMap): unknown;
  /** Loads what making resources needs and comparing them does not, while the program loads. */
  loadEarly(): void;
  /** The file of a module that implements `FormHints`; the program's process loads it when it has something to refuse. */
  readonly hintsFile: string;
}

/** Hints what to write where a program was written for an earlier SDK or another tool. */
export interface FormHints {
  /** For a property that is refused; `reason` is what is wrong with it so far. */
  newFormOf(type: string, path: string, reason?: string): string | undefined;
  /** For a required property that has no value, of any resource type. */
  newFormOfMissing(property: string): string | undefined;
}
