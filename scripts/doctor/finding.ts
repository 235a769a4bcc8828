import type { LabConfig } from "../../lib/project/lab-config.ts";

/** One line of the report; `todo` is set exactly when something is wrong. */
export interface Finding {
  check: string;
  expected: string;
  seen: string;
  todo?: string;
}

/** The lab that the checks examine. */
export interface Subject {
  config: LabConfig;
  /** Set only if the engine answers. */
  docker: import("dockerode") | undefined;
}
