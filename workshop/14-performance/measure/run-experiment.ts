import { LabError } from "../../../common/lab-error.mjs";
import { createTopics } from "../../authoring/create-topics.ts";
import type { Text, WorkshopLab } from "../../authoring/lesson.ts";
import { openNotes } from "../../lab/notes.ts";
import { type Experiment, experiments, type MembersRun, type ProducerRun } from "./experiments.ts";
import { testMembers } from "./members.ts";
import { testProducer } from "./producer-test.ts";

/** A value for each line of an experiment's plot, in order. */
export type Values = readonly number[];

type Lab = Pick<WorkshopLab, "dir" | "stack" | "exec" | "kafka" | "poll">;

/** What has been measured, by experiment; it outlives the command, so that the check can look at it. */
export const openMeasures = ({ dir }: Pick<WorkshopLab, "dir">) =>
  openNotes(`${dir}/.lab/learn/measures.json`);

/** Measures one line after the other, and keeps the values when all are there. */
export async function runExperiment(
  lab: Lab,
  name: string,
  onRun: (label: Text, index: number) => void = () => {},
): Promise<Values> {
  const experiment = experiments[name];
  if (!experiment)
    throw new LabError(
      `there is no experiment named ${name}.`,
      `These are there: ${Object.keys(experiments).join(", ")}`,
    );
  await createMissing(lab, experiment);
  const values: number[] = [];
  for (const [index, run] of experiment.runs.entries()) {
    onRun(run.label, index);
    values.push(await measure(lab, experiment, run));
  }
  openMeasures(lab).set(name, values);
  return values;
}

function measure(lab: Lab, { kind }: Experiment, run: ProducerRun | MembersRun): Promise<number> {
  return "members" in run ? testMembers(lab, run) : testProducer(lab, kind, run);
}

/** On any stack: one replica, so that only what the experiment is about differs. */
async function createMissing(lab: Lab, { runs }: Experiment): Promise<void> {
  const wanted = new Map(runs.map(({ topic, partitions }) => [topic, partitions]));
  await createTopics(
    lab,
    [...wanted].map(([topic, numPartitions]) => ({ topic, numPartitions, replicationFactor: 1 })),
  );
}
