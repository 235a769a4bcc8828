import type { Diff, PropertyMap } from "./resource-type.ts";

/** Pulumi's names for the kinds of steps; `refresh` is a read that found nothing new, `discard` forgets what was only read. */
export type Operation =
  | "same"
  | "create"
  | "update"
  | "replace"
  | "delete"
  | "import"
  | "read"
  | "refresh"
  | "discard";

/** One step of a plan, or of what was done. */
export interface Step {
  readonly op: Operation;
  readonly urn: string;
  readonly detailedDiff?: Diff["detailed"];
  readonly replaceReasons?: readonly string[];
  /** With `same`: an option changed that affects what may be done, such as `protect`. */
  readonly optionsChanged?: boolean;
  /** Inputs before and after, for a diff that shows values. */
  readonly oldInputs?: PropertyMap;
  readonly newInputs?: PropertyMap;
}

/** The severity of a message. */
export type Severity = "debug" | "info" | "warning" | "error";

/** One property that a step changes, as a person may see it; undefined for no value. */
export interface Change {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Whether it is a reason for a replacement. */
  readonly replaces: boolean;
}

/** Reports on one step of one resource, from beginning to end. */
export interface StepReporter {
  /** Shows what the step waits for right now. */
  status(text: string): void;
  /** A line worth keeping if the step fails. */
  log(line: string, severity?: Severity): void;
  done(): void;
  failed(message: string): void;
}

/** Gets the events of a run: the display, or a test that counts them. */
export interface Observer {
  /** A step was decided on; each resource has one, except that a refresh or an import may come before it. */
  planned(step: Step): void;
  /** Work that takes time begins: `doing` is a verb, such as "creating". */
  began(urn: string, doing: string): StepReporter;
  /** A planned step was not taken, because one that had to come before it failed. */
  skipped(urn: string): void;
  message(severity: Severity, text: string, urn: string): void;
  /** A line that the program printed. */
  output(line: string): void;
}
