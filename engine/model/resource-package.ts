import type { CheckFailure, PropertyMap, ResourceType } from "./resource-type.ts";

/**
 * A package of resource types, such as @pulumi/docker's: all that the engine knows of what its resources are made of.
 * What `connect` answers goes back to the package as it came; only the package knows what it is.
 */
export interface ResourcePackage {
  /** Its name in types (`docker:index/network:Network`), in configuration (`docker:host`) and among SDKs (`@pulumi/docker`). */
  readonly name: string;
  /** By Pulumi's token. */
  readonly types: ReadonlyMap<string, ResourceType>;
  /** Calls a function such as `docker.getNetwork`; what is not supported is refused by name. */
  invoke(token: string, args: PropertyMap, connection: unknown): Promise<PropertyMap>;
  /** What is wrong with the configuration of a provider. */
  checkProvider(inputs: PropertyMap): CheckFailure[];
  /** A connection as configured, made when it is first used; a wrong address is refused at once. */
  connect(config: PropertyMap): unknown;
  /** Loads what takes long to load, while the program loads, too. */
  loadEarly(): void;
  /** The file of a module that has the shape of `FormHints`; the program's process loads it when it has something to refuse. */
  readonly hintsFile: string;
}

/** What to write in place of what a program has written for an earlier SDK or another tool. */
export interface FormHints {
  /** For a property that cannot be taken; `reason` is what is wrong with it so far. */
  newFormOf(type: string, path: string, reason?: string): string | undefined;
  /** For a required property that has no value, of whatever type. */
  newFormOfMissing(property: string): string | undefined;
}
