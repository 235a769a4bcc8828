import type { OperationResult } from "../../engine/run.ts";

/** What a user asks an engine to do; the names are those of the command's options. */
export interface OperationRequest {
  operation: "up" | "preview" | "refresh" | "destroy" | "output";
  projectDir: string;
  stack: string;
  engine?: "embedded" | "pulumi";
  yes?: boolean;
  json?: boolean;
  refresh?: boolean;
  targets?: string[];
  targetDependents?: boolean;
  skipPreview?: boolean;
  expectNoChanges?: boolean;
  diff?: boolean;
  verbose?: boolean;
}

/** What `--json` prints, whichever engine worked. */
export type OperationDocument = Omit<OperationResult, "exitCode">;

/** How an operation ended; the Pulumi CLI gives no document where it shows its own display. */
export type OperationEnd = { exitCode: number; document?: OperationDocument };
