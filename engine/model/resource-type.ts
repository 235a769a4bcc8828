/** A property value as in the state: JSON, with `UNKNOWN` for what a preview cannot know yet. */
export type PropertyValue = null | boolean | number | string | PropertyValue[] | PropertyMap;

/** The inputs or the outputs of one resource, by property name. */
export type PropertyMap = { [name: string]: PropertyValue };

/** The text that means "known only after the update" in Pulumi's protocol. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource of the same stack that holds a name that another one wants. */
export interface Holder {
  readonly urn: string;
  /** Whether the program has registered it in this run: then it is another resource, not a former name of the same one. */
  readonly isNamed: boolean;
  /** The component around it, if the program no longer registers that one either. */
  readonly formerParent: string | undefined;
}

/** The context of one call of a resource type. */
export interface ResourceContext {
  /** The package's connection for the provider; only the package knows what it is. */
  readonly connection: unknown;
  /** Aborted when the user asks twice to stop. */
  readonly signal: AbortSignal;
  /** The program's working directory: relative paths of a program start here. */
  readonly workingDirectory: string;
  /** The resource of the stack that has this id under another URN than the resource of this context. */
  ownHolderOf(id: string): Holder | undefined;
  /** Lines worth keeping if the step fails (build output, warnings). */
  log(line: string, severity?: "debug" | "info" | "warning"): void;
  /** Shows in the live display what the step waits for right now; replaces the previous text. */
  status(text: string): void;
}

/** A resource as the state has it; `inputs` are checked inputs, `outputs` what was read last. */
export interface ResourceState {
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
}

/** One reason why inputs are refused; `property` is the path, such as `ports[0].internal`. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** Pulumi's names for the kind of one property's difference. */
export type DiffKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

/** The difference between the state and the inputs, and what it means for the resource. */
export interface Diff {
  readonly changed: boolean;
  /** Top-level properties that force a replacement; empty when an update in place is enough. */
  readonly replaceKeys: readonly string[];
  /** By property path, as Pulumi prints it. */
  readonly detailed: Readonly<Record<string, { kind: DiffKind; inputDiff: boolean }>>;
  /** Whether the old one must be deleted before the new one is made. */
  readonly deleteBeforeReplace: boolean;
}

/** A create or update that failed after it had made something, which stays in the state to be replaced or repaired. */
export class PartialFailure extends Error {
  readonly state: ResourceState;
  constructor(message: string, state: ResourceState, options?: ErrorOptions) {
    super(message, options);
    this.name = "PartialFailure";
    this.state = state;
  }
}

/**
 * One resource type: which inputs it takes, what a change of each means, and the calls that carry it out.
 * The shape is that of Pulumi's provider protocol (Check, Diff, Create, Read, Update, Delete), without gRPC.
 */
export interface ResourceType<Context = ResourceContext> {
  readonly token: string;
  /** Adds defaults (listed in `__defaults`) and computed inputs, generates a missing name, refuses wrong or unsupported inputs. */
  check(
    request: { name: string; inputs: PropertyMap; old: PropertyMap | undefined; preview: boolean },
    context: Context,
  ): Promise<{ inputs: PropertyMap; failures: CheckFailure[] }>;
  diff(old: ResourceState, inputs: PropertyMap): Diff;
  /** The outputs as far as they are known without doing anything; `UNKNOWN` for the others. */
  previewOutputs(inputs: PropertyMap, old: ResourceState | undefined): PropertyMap;
  create(inputs: PropertyMap, context: Context): Promise<ResourceState>;
  /** Reads the real resource; undefined if it does not exist. `known` is empty for an import or a `get`. */
  read(id: string, known: Partial<ResourceState>, context: Context): Promise<ResourceState | undefined>;
  update(old: ResourceState, inputs: PropertyMap, context: Context): Promise<ResourceState>;
  delete(old: ResourceState, context: Context): Promise<void>;
  /** The name that a create will take; a resource that has it already was not made by the create. */
  claimedName?(inputs: PropertyMap): string | undefined;
  /** The resource that a create left when it was cut off; undefined if there is none, or if it may not be the create's own. */
  halfMade?:
    | ((inputs: PropertyMap, notedAt: Date, context: Context) => Promise<ResourceState | undefined>)
    | undefined;
}
