import {
  type DrillModule,
  type DrillResult,
  type DrillState,
  drillsByLevel,
  loadDrill,
  readDrill,
  readResults,
} from "../../../workshop/running/drills.ts";

/** What the page shows of a drill's file. */
export type ShownDrill = Pick<DrillModule, "level" | "symptom" | "explanation">;

/** What is known of the drills; all is read anew, because `./lab drill` and `./lab check` write it. */
export interface DrillSource {
  /** The easiest first. */
  list(): Promise<readonly { readonly name: string; readonly level: DrillModule["level"] }[]>;
  load(name: string): Promise<ShownDrill>;
  /** The last one that was drawn, over or not. */
  drawn(): Pick<DrillState, "name" | "startedAt" | "hints" | "mendedAt"> | undefined;
  results(): Readonly<Record<string, DrillResult>>;
}

/** The drills of this project. */
export const ownDrills: DrillSource = {
  list: drillsByLevel,
  load: loadDrill,
  drawn: readDrill,
  results: readResults,
};
