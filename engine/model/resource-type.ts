/** A property value as it stands in the state: JSON, with `UNKNOWN` for what a preview cannot know yet. */
export type PropertyValue = null | boolean | number | string | PropertyValue[] | PropertyMap;

/** The inputs or the outputs of one resource, by property name. */
export type PropertyMap = { [name: string]: PropertyValue };

/** The word by which Pulumi's protocol says "known only after the update". */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource of the same stack that holds a name which another one wants. */
export interface Holder {
  readonly urn: string;
  /** Whether the program has named it in this run: then it is another resource, and no former name of the same one. */
  readonly isNamed: boolean;
  /** The component around it, if the program no longer names that one either. */
  readonly formerParent: string | undefined;
}

/** What the engine hands to a resource type for the time of one call. */
export interface ResourceContext {
  /** What the package made of the provider's configuration; it alone knows what it is. */
  readonly connection: unknown;
  /** Aborted when the user asks twice to stop. */
  readonly signal: AbortSignal;
  /** The program's working directory: relative paths of a program start here. */
  readonly workingDirectory: string;
  /** What the stack itself has under an id, under another URN than the resource that this context is for. */
  ownHolderOf(id: string): Holder | undefined;
  /** Lines worth keeping if the step fails (build output, warnings). */
  log(line: string, severity?: "debug" | "info" | "warning"): void;
  /** What the step waits for right now, for the live display; replaces the previous text. */
  status(text: string): void;
}

/** A resource as the state remembers it; `inputs` are checked inputs, `outputs` what was read last. */
export interface ResourceState {
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
}

/** One reason for which inputs cannot be accepted; `property` is its path, such as `ports[0].internal`. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** Pulumi's names for the kind of one property's difference. */
export type DiffKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

/** What changed between the state and the inputs, and what that means for the resource. */
export interface Diff {
  readonly changed: boolean;
  /** Top-level properties that force a replacement; empty when an update in place will do. */
  readonly replaceKeys: readonly string[];
  /** By property path, as Pulumi prints it. */
  readonly detailed: Readonly<Record<string, { kind: DiffKind; inputDiff: boolean }>>;
  /** Whether the old one must go before the new one is made. */
  readonly deleteBeforeReplace: boolean;
}

/** Creation or update that failed after something had come into being: it stays in the state, to be replaced or mended. */
export class PartialFailure extends Error {
  readonly state: ResourceState;
  constructor(message: string, state: ResourceState, options?: ErrorOptions) {
    super(message, options);
    this.name = "PartialFailure";
    this.state = state;
  }
}

/**
 * One resource type: which inputs it takes, what a change of each means, and the calls that make it so.
 * The shape is that of Pulumi's provider protocol (Check, Diff, Create, Read, Update, Delete), without gRPC.
 */
export interface ResourceType<Context = ResourceContext> {
  readonly token: string;
  /** Adds defaults (named in `__defaults`) and computed inputs, makes up a missing name, refuses what is wrong or not supported. */
  check(
    request: { name: string; inputs: PropertyMap; old: PropertyMap | undefined; preview: boolean },
    context: Context,
  ): Promise<{ inputs: PropertyMap; failures: CheckFailure[] }>;
  diff(old: ResourceState, inputs: PropertyMap): Diff;
  /** The outputs as far as they can be told without doing anything; `UNKNOWN` for the rest. */
  previewOutputs(inputs: PropertyMap, old: ResourceState | undefined): PropertyMap;
  create(inputs: PropertyMap, context: Context): Promise<ResourceState>;
  /** What is really there, or undefined when nothing is. `known` is empty for an import or a `get`. */
  read(id: string, known: Partial<ResourceState>, context: Context): Promise<ResourceState | undefined>;
  update(old: ResourceState, inputs: PropertyMap, context: Context): Promise<ResourceState>;
  delete(old: ResourceState, context: Context): Promise<void>;
  /** The name that a create will take; what has it already is not the create's doing. */
  claimedName?(inputs: PropertyMap): string | undefined;
  /** What a create left that was noted and then cut off, or undefined for nothing, or what somebody else may have made since. */
  halfMade?:
    | ((inputs: PropertyMap, notedAt: Date, context: Context) => Promise<ResourceState | undefined>)
    | undefined;
}
