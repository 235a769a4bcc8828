import type { ContainerState, HealthProbe } from "./container.ts";
import type { Both, Language } from "./language.ts";

/** Three columns for each resource. */
export interface StackState {
  /** Undefined before the first start has chosen one. */
  readonly stack: string | undefined;
  /** Why something is unknown: Docker does not answer, or the state cannot be read. */
  readonly reason: Both | undefined;
  /** What the program wants is known by this preview, until it is old; undefined before the first one. */
  readonly preview:
    | {
        readonly atMs: number;
        /** The program, the settings or the state have changed since. */
        readonly isOld: boolean;
        /** It is being made anew. */
        readonly isRunning: boolean;
        readonly plan: StackPlan;
      }
    | undefined;
  readonly resources: readonly ResourceRow[];
}

export interface ResourceRow {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly wanted: "present" | "absent" | "unknown";
  readonly remembered: "present" | "absent";
  readonly real: "present" | "absent" | "different" | "unknown";
  /** Of a container that is there: what its name in Docker is, and how it is. */
  readonly container: ContainerState | undefined;
  /** Differences by property, as a refresh or a plan would show them. */
  readonly differences: readonly {
    readonly property: string;
    readonly wanted: string | undefined;
    readonly remembered: string | undefined;
    readonly real: string | undefined;
    /** Which command notices it. */
    readonly seenBy: "plan" | "refresh" | "nobody";
  }[];
}

export interface StackPlan {
  readonly steps: readonly {
    readonly op: "create" | "update" | "replace" | "delete" | "same";
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** Of a resource that is created, its properties, without `before`. */
    readonly diff: readonly {
      readonly property: string;
      /** Whether it is the reason for a replacement. */
      readonly replaces: boolean;
      readonly before: string | undefined;
      readonly after: string | undefined;
    }[];
  }[];
  /** What the engine has to say besides: the errors of a preview that failed. */
  readonly said: readonly string[];
}

/** What the page asks about the stack, below `/api`. */
export interface StackRequests {
  /** Runs the program once, which takes seconds; the plan is in the state `stack`, too. Refused while anything is at work. */
  "POST /stack/preview": { body: { lang: Language }; answer: StackPlan };
  /** `?lines=`, 200 without it, 2,000 at most. */
  "GET /stack/containers/:name/logs": { answer: { readonly text: string } };
  /** `?lines=`: the same as plain text, and what comes after it until the page leaves. Not JSON. */
  "GET /stack/containers/:name/logs/follow": { answer: string };
  /** Oldest first. */
  "GET /stack/containers/:name/health": { answer: { readonly probes: readonly HealthProbe[] } };
}
