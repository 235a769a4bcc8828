import { LabError } from "../../../common/lab-error.mjs";
import type { WorkshopLab } from "../../authoring/lesson.ts";
import { calmRate, type Experiment, type ProducerRun, recordBytes } from "./experiments.ts";
import { ordersFile, writeOrders } from "./orders.ts";

type Lab = Pick<WorkshopLab, "exec">;

/** Runs Kafka's own `kafka-producer-perf-test` in the broker's container: the value that the bar shows. */
export async function testProducer(lab: Lab, kind: Experiment["kind"], run: ProducerRun): Promise<number> {
  if (kind === "size") await writeOrders(lab);
  const before = kind === "size" ? await bytesOnDisk(lab, run.topic) : 0;
  const { exitCode, stdout, stderr } = await lab.exec("kafka", producerCommand(kind, run));
  const figures = readFigures(stdout);
  if (exitCode !== 0 || !figures) throw notMeasured(`${stdout}${stderr}`);
  if (kind === "size") return ((await bytesOnDisk(lab, run.topic)) - before) / run.records;
  return kind === "latency" ? figures.halfWithinMs : figures.perSecond;
}

/** The command, as a learner would type it in the container. */
export function producerCommand(kind: Experiment["kind"], { topic, records, props }: ProducerRun): string[] {
  const content = kind === "size" ? ["--payload-file", ordersFile] : ["--record-size", String(recordBytes)];
  return [
    "kafka-producer-perf-test",
    ...["--topic", topic, "--num-records", String(records), ...content],
    ...["--throughput", kind === "latency" ? String(calmRate) : "-1"],
    ...["--producer-props", "bootstrap.servers=kafka:29092", ...props],
  ];
}

/** What its last line says of all messages; the lines before it are of five seconds each. */
export function readFigures(output: string): { perSecond: number; halfWithinMs: number } | undefined {
  const last = output.split("\n").findLast((line) => line.includes(" 50th"));
  const perSecond = last?.match(/([\d.]+) records\/sec/)?.[1];
  const halfWithinMs = last?.match(/(\d+) ms 50th/)?.[1];
  if (perSecond === undefined || halfWithinMs === undefined) return undefined;
  return { perSecond: Number(perSecond), halfWithinMs: Number(halfWithinMs) };
}

/** The size of a topic's logs on the first broker. A deleted topic's stay for a minute, in folders whose names go on. */
export async function bytesOnDisk(lab: Lab, topic: string): Promise<number> {
  const command = 'cat /var/lib/kafka/data/"$1"-+([0-9])/*.log | wc -c';
  const { stdout } = await lab.exec("kafka", ["bash", "-O", "extglob", "-c", command, "bash", topic]);
  return Number(stdout.trim());
}

function notMeasured(said: string): LabError {
  const line = said.split("\n").findLast((each) => each.trim() !== "") ?? "nothing was printed";
  return new LabError(
    `kafka-producer-perf-test measured nothing: ${line}`,
    "Is the broker well? ./lab doctor",
  );
}
