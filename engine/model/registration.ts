import type { PropertyMap } from "./resource-type.ts";

/** Says that a resource had another name, type or parent before; a field that is left out has not changed. */
export interface AliasSpec {
  readonly name?: string;
  readonly type?: string;
  readonly stack?: string;
  readonly project?: string;
  /** The old parent's URN; an empty string when it had none. */
  readonly parentUrn?: string;
}

/** An alias as the program gives it: a whole URN, or the parts that differ. */
export type Alias = string | AliasSpec;

/** A resource as the program registers it: the goal, with Pulumi's resource options. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  /** False for components, which group others and do not exist in Docker. */
  readonly custom: boolean;
  /** Empty for the stack itself. */
  readonly parent: string;
  readonly inputs: PropertyMap;
  /** URNs that must exist first, because of `dependsOn` or of inputs. */
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `URN::ID` of an explicit provider, or empty. */
  readonly provider: string;
  /** The SDK's version, which names the default provider. */
  readonly version: string;
  readonly protect: boolean | undefined;
  readonly retainOnDelete: boolean | undefined;
  readonly deleteBeforeReplace: boolean | undefined;
  readonly deletedWith: string;
  readonly importId: string;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly Alias[];
  /** In seconds. */
  readonly customTimeouts: { create?: number; update?: number; delete?: number } | undefined;
  /** Options that this engine does not know, by name. */
  readonly unsupported: readonly string[];
}

/** The answer to a registration or a read. */
export interface Registered {
  readonly urn: string;
  /** Absent for components, and for what a preview has not made. */
  readonly id?: string;
  readonly outputs: PropertyMap;
  readonly failed?: boolean;
}

/** A resource that exists elsewhere and is only read (`X.get`). */
export interface ReadRequest {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly inputs: PropertyMap;
  readonly dependencies: readonly string[];
  readonly provider: string;
  readonly version: string;
  readonly additionalSecretOutputs: readonly string[];
}

/** The program's requests to the engine; `monitor` translates them from the protocol, `deployment` answers them. */
export interface ProgramCalls {
  register(registration: Registration): Promise<Registered>;
  registerOutputs(urn: string, outputs: PropertyMap): void;
  read(request: ReadRequest): Promise<Registered>;
  /** Functions such as `docker.getNetwork`. */
  invoke(token: string, args: PropertyMap, provider: string, version: string): Promise<PropertyMap>;
  log(severity: "debug" | "info" | "warning" | "error", message: string, urn: string): void;
}
