import type { LabConfig } from "../../lib/project/lab-config.ts";

/** One line of the report; `todo` is there exactly when something is wrong. */
export interface Finding {
  check: string;
  expected: string;
  seen: string;
  todo?: string;
}

/** What the checks look at. */
export interface Subject {
  config: LabConfig;
  /** An engine that answers, or none. */
  docker: import("dockerode") | undefined;
}
