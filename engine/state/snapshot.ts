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

/** How the state gets at its key: from its own salt, or from a new one when the first secret comes. */
export type OpenCrypter = (salt: string | undefined) => Crypter;

/** What a stack holds that was never brought up: no file is made for it. */
const NOTHING = { metadata: {} };

/**
 * The state of a stack: what was there before, what this run has settled, and what is under way. It alone touches
 * the state file, which is written whole, to disk, before and after everything that changes something in Docker.
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

  /** Reads the state of `organization/PROJECT/STACK`; a stack without a file is an empty one. A preview opens it read-only. */
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

  /** All resources as they would stand in the file now: the settled ones first, as each comes after what it needs. */
  get resources(): readonly Resource[] {
    return [...this.#settled, ...this.#before];
  }

  /** What the state held before and this run has not settled yet. */
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

  /** Why the state could not be saved at some time of this run; what was to begin then did not. */
  get failure(): EngineError | undefined {
    return this.#failure;
  }

  /** Whether this run has found anything to be other than the file says; the order of resources does not count. */
  get isDirty(): boolean {
    const sorted = (state: unknown) =>
      [...((state as { resources?: Resource[] }).resources ?? [])].sort((one, other) =>
        one.urn < other.urn ? -1 : 1,
      );
    return !isDeepStrictEqual(sorted(this.#serialize()), sorted(this.#written ?? {}));
  }

  /** Settles a resource in this run; `old` is what it takes the place of. */
  settle(resource: Resource, old?: Resource): void {
    if (old !== undefined) this.remove(old);
    if (old !== undefined && old.urn !== resource.urn) {
      renameReferences(this.#before, old.urn, resource.urn);
      this.#plain = new WeakMap();
    }
    this.#settled.push(resource);
  }

  /** Exchanges a resource where it stands. */
  exchange(old: Resource, resource: Resource): void {
    const swap = (item: Resource) => (item === old ? resource : item);
    this.#settled = this.#settled.map(swap);
    this.#before = this.#before.map(swap);
  }

  remove(resource: Resource): void {
    this.#settled = this.#settled.filter((item) => item !== resource);
    this.#before = this.#before.filter((item) => item !== resource);
  }

  /** Notes on disk that something is about to happen, does it, and notes what came of it. */
  async during<T>(operation: PendingOperation, work: () => Promise<T>): Promise<T> {
    this.#pending.push(operation);
    try {
      await this.saved();
      return await work();
    } finally {
      this.#pending = this.#pending.filter((item) => item !== operation);
    }
  }

  /** Forgets an operation that an earlier run left open, once it has been looked into. */
  resolvePending(operation: PendingOperation): void {
    this.#pending = this.#pending.filter((item) => item !== operation);
  }

  /** Resolves when all that is noted by now is on disk. Steps that come to this point at the same time share one write. */
  saved(): Promise<void> {
    this.#saving ??= nextTurn().then(() => {
      this.#saving = undefined;
      this.save();
    });
    return this.#saving;
  }

  /** Writes the state if it differs from what is on disk: beside the file, to the disk, then in its place. */
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

  /** A resource without what JSON does not know, and without secrets: made once, however often the state is written. */
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

  /** One plaintext keeps one ciphertext for the time of a run: an unchanged state serializes to the same text. */
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

/** What is in Docker and not in the state is noted there as under way: the next run looks for it. */
function unsaved(error: EngineError): EngineError {
  const advice =
    "Mend that, then run the same command again: it looks into what was under way, and goes on from there.";
  return new EngineError(`The state cannot be saved: ${error.message} ${advice}`, { cause: error });
}
