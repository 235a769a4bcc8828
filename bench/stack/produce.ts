import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Kafka's own tool, in a broker's container, to the topic of the lab: its last line has the mean of the whole run.
 * @param engine the options that name the engine, for `docker`
 * @returns messages of 200 bytes a second, acknowledged by all
 */
export async function produce(broker: string, messages: string, engine: readonly string[] = []) {
  const load = ["--num-records", messages, "--record-size", "200", "--throughput", "-1"];
  const client = ["--producer-props", "bootstrap.servers=kafka:29092", "acks=all"];
  const tool = ["kafka-producer-perf-test", "--topic", "message-topic", ...load, ...client];
  const exec = ["exec", "-e", "KAFKA_HEAP_OPTS=-Xmx128m", broker, ...tool];
  const { stdout } = await run("docker", [...engine, ...exec]);
  const means = [...stdout.matchAll(/records sent, ([\d.]+) records\/sec/g)];
  return Math.round(Number(means.at(-1)?.[1]));
}
