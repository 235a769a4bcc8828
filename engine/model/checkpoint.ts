import { createHash } from "node:crypto";
import type { PropertyMap } from "./resource-type.ts";

/** One resource in the state file, with the fields of Pulumi's `ResourceV3`. */
export interface Resource {
  urn: string;
  custom: boolean;
  /** Superseded, and still to be deleted in Docker. */
  delete?: boolean;
  id?: string;
  type: string;
  inputs?: PropertyMap;
  outputs?: PropertyMap;
  parent?: string;
  protect?: boolean;
  /** Read by `X.get`, never owned. */
  external?: boolean;
  dependencies?: string[];
  /** Why its last create or update did not finish. */
  initErrors?: string[];
  /** `URN::ID` of the provider. */
  provider?: string;
  propertyDependencies?: Record<string, string[]>;
  /** Deleted before its successor, which does not exist yet. */
  pendingReplacement?: boolean;
  additionalSecretOutputs?: string[];
  customTimeouts?: { create?: number; update?: number; delete?: number };
  importID?: string;
  retainOnDelete?: boolean;
  deletedWith?: string;
  created?: string;
  modified?: string;
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
}

/** An operation that was under way when the state was written; one that the next run finds was cut off. */
export interface PendingOperation {
  resource: Resource;
  type: "creating" | "updating" | "deleting" | "reading" | "importing";
}

/** The source of the key for the secrets of a state. */
export interface SecretsProvider {
  type: string;
  state?: { salt?: string };
}

/** The content of `stacks/PROJECT/STACK.json`. */
export interface Checkpoint {
  version: 3;
  checkpoint: {
    stack: string;
    latest?: {
      manifest: { time: string; magic: string; version: string };
      secrets_providers?: SecretsProvider;
      resources?: Resource[];
      pending_operations?: PendingOperation[];
      metadata: Record<string, unknown>;
    };
  };
}

/** The version of Pulumi's engine whose format this is; the CLI accepts a file by the hash of it. */
export const FORMAT_VERSION = "v3.250.0";

/** The manifest of the state file: the version that wrote it and when. */
export function manifest(time: Date): { time: string; magic: string; version: string } {
  const magic = createHash("sha256").update(FORMAT_VERSION).digest("hex");
  return { time: time.toISOString(), magic, version: FORMAT_VERSION };
}
