import { existsSync, readFileSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { EngineError } from "../../common/engine-error.ts";
import {
  type Checkpoint,
  manifest,
  type PendingOperation,
  type Resource,
  type SecretsProvider,
} from "../model/checkpoint.ts";
import type { PropertyValue } from "../model/resource-type.ts";
import type { StackFiles } from "../project/backend.ts";
import { type Crypter, decryptSecrets, encryptSecrets } from "../project/secrets.ts";
import { renameReferences } from "./rename-references.ts";
import { readCheckpoint, writeState } from "./state-file.ts";

/** Opens the crypter of a state with its own salt, or with a new one for the first secret. */
export type OpenCrypter = (salt: string | undefined) => Crypter;

/** The state of a stack that was never brought up: no file is made for it. */
const NOTHING = { metadata: {} };

/**
 * The state of a stack: what it held before, what this run has settled, and what is under way. Only this class touches
 * the state file, which is written whole and flushed to disk before and after each change in Docker.
 */
export class Snapshot {
  readonly #files: StackFiles;
  readonly #stack: string;
  readonly #openCrypter: OpenCrypter;
  #crypter: Crypter | undefined;
  #secretsProvider: SecretsProvider | undefined;
  #settled: Resource[] = [];
  #before: Resource[] = [];
  #pending: PendingOperation[] = [];
  readonly #readOnly: boolean;
  readonly #ciphertexts = new Map<string, string>();
  #plain = new WeakMap<Resource, Resource>();
  #written: unknown;
  #saving: Promise<void> | undefined;
  #backedUp = false;
  #failure: EngineError | undefined;

  private constructor(files: StackFiles, stack: string, openCrypter: OpenCrypter, readOnly: boolean) {
    this.#readOnly = readOnly;
    this.#files = files;
    this.#stack = stack;
    this.#openCrypter = openCrypter;
  }

  /** Reads the state of `organization/PROJECT/STACK`; a stack without a file is empty. A preview opens it read-only. */
  static open(
    files: StackFiles,
    qualifiedStack: string,
    openCrypter: OpenCrypter,
    readOnly = false,
  ): Snapshot {
    const snapshot = new Snapshot(files, qualifiedStack, openCrypter, readOnly);
    if (existsSync(files.state)) snapshot.#load(readCheckpoint(files));
    return snapshot;
  }

  /** All resources as they would be in the file now: the settled ones first, so that each comes after what it needs. */
  get resources(): readonly Resource[] {
    return [...this.#settled, ...this.#before];
  }

  /** The resources that the state held before and this run has not settled yet. */
  get unsettled(): readonly Resource[] {
    return this.#before;
  }

  get pending(): readonly PendingOperation[] {
    return this.#pending;
  }

  /** Whether a state file exists: whether the stack was ever brought up. */
  get exists(): boolean {
    return this.#written !== undefined;
  }

  /** Why the state could not be saved during this run; the steps that waited for that were not begun. */
  get failure(): EngineError | undefined {
    return this.#failure;
  }

  /** Whether this run has found a difference from the file; the order of resources does not matter. */
  get isDirty(): boolean {
    const sorted = (state: unknown) =>
      [...((state as { resources?: Resource[] }).resources ?? [])].sort((one, other) =>
        one.urn < other.urn ? -1 : 1,
      );
    return !isDeepStrictEqual(sorted(this.#serialize()), sorted(this.#written ?? {}));
  }

  /** Settles a resource in this run, in place of `old`. */
  settle(resource: Resource, old?: Resource): void {
    if (old !== undefined) this.remove(old);
    if (old !== undefined && old.urn !== resource.urn) {
      renameReferences(this.#before, old.urn, resource.urn);
      this.#plain = new WeakMap();
    }
    this.#settled.push(resource);
  }

  /** Exchanges a resource in its place. */
  exchange(old: Resource, resource: Resource): void {
    const swap = (item: Resource) => (item === old ? resource : item);
    this.#settled = this.#settled.map(swap);
    this.#before = this.#before.map(swap);
  }

  remove(resource: Resource): void {
    this.#settled = this.#settled.filter((item) => item !== resource);
    this.#before = this.#before.filter((item) => item !== resource);
  }

  /** Notes on disk that an operation is about to begin, carries it out, and drops the note from the next save. */
  async during<T>(operation: PendingOperation, work: () => Promise<T>): Promise<T> {
    this.#pending.push(operation);
    try {
      await this.saved();
      return await work();
    } finally {
      this.#pending = this.#pending.filter((item) => item !== operation);
    }
  }

  /** Forgets an operation that an earlier run left open, after recovery. */
  resolvePending(operation: PendingOperation): void {
    this.#pending = this.#pending.filter((item) => item !== operation);
  }

  /** Resolves when everything noted by now is on disk. Steps that call this at the same time share one write. */
  saved(): Promise<void> {
    this.#saving ??= nextTurn().then(() => {
      this.#saving = undefined;
      this.save();
    });
    return this.#saving;
  }

  /** Writes the state if it differs from what is on disk: to a file next to it, flushed, then renamed into its place. */
  save(): void {
    if (this.#readOnly) return;
    const latest = this.#serialize();
    if (isDeepStrictEqual(latest, this.#written ?? NOTHING)) return;
    const checkpoint = {
      version: 3,
      checkpoint: { stack: this.#stack, latest: { manifest: manifest(new Date()), ...latest } },
    };
    try {
      this.#backup();
      writeState(this.#files.state, `${JSON.stringify(checkpoint, undefined, 4)}\n`);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.#failure = unsaved(error);
      throw this.#failure;
    }
    this.#written = latest;
  }

  #load(checkpoint: Checkpoint): void {
    const latest = checkpoint.checkpoint.latest;
    this.#secretsProvider = latest?.secrets_providers;
    const type = this.#secretsProvider?.type;
    if (type !== undefined && type !== "" && type !== "passphrase") {
      throw new EngineError(
        `The stack's secrets provider is "${type}"; the embedded engine knows "passphrase". Use the Pulumi CLI.`,
      );
    }
    const open = <T>(value: T) => decryptSecrets(value as PropertyValue, () => this.#key()) as T;
    this.#before = (latest?.resources ?? []).map(open);
    this.#pending = (latest?.pending_operations ?? []).map(open);
    this.#written = this.#serialize();
  }

  /** Everything but the manifest, as it goes to the file. */
  #serialize(): Record<string, unknown> {
    const resources = this.resources.map((resource) => this.#plainOf(resource));
    const pending = this.#pending.map(({ type, resource }) => ({ resource: this.#plainOf(resource), type }));
    return {
      ...(this.#secretsProvider === undefined ? {} : { secrets_providers: this.#secretsProvider }),
      ...(resources.length === 0 ? {} : { resources }),
      ...(pending.length === 0 ? {} : { pending_operations: pending }),
      metadata: {},
    };
  }

  /** A resource as plain JSON, with its secrets encrypted: made once, however often the state is written. */
  #plainOf(resource: Resource): Resource {
    const known = this.#plain.get(resource);
    if (known !== undefined) return known;
    const value = JSON.parse(JSON.stringify(resource)) as PropertyValue;
    const plain = encryptSecrets(value, () => this.#cachedKey()) as unknown as Resource;
    this.#plain.set(resource, plain);
    return plain;
  }

  #key(): Crypter {
    this.#crypter ??= this.#openCrypter(this.#secretsProvider?.state?.salt);
    this.#secretsProvider ??= { type: "passphrase", state: { salt: this.#crypter.salt } };
    return this.#crypter;
  }

  /** Keeps one ciphertext per plaintext during a run, so that an unchanged state serializes to the same text. */
  #cachedKey(): Crypter {
    const key = this.#key();
    return {
      ...key,
      encrypt: (plain) => {
        const cipher = this.#ciphertexts.get(plain) ?? key.encrypt(plain);
        this.#ciphertexts.set(plain, cipher);
        return cipher;
      },
    };
  }

  #backup(): void {
    if (this.#backedUp || !existsSync(this.#files.state)) return;
    writeState(this.#files.backup, readFileSync(this.#files.state));
    this.#backedUp = true;
  }
}

/** A resource that is in Docker and not in the state is noted there as under way, so that the next run looks for it. */
function unsaved(error: EngineError): EngineError {
  const advice =
    "Fix that, then run the same command again: it looks into what was under way, and continues from there.";
  return new EngineError(`The state cannot be saved: ${error.message} ${advice}`, { cause: error });
}
