import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Posts a message as a learner does; the answer says where it is. */
export async function postByCurl(serviceA: string, body: { message: string; key?: string }) {
  const json = ["-H", "Content-Type: application/json", "-d", JSON.stringify(body)];
  const { stdout } = await run("curl", ["-sS", "--max-time", "20", ...json, `${serviceA}/api/messages`]);
  const [, partition, offset] = /\[\[(\d+)\]\] @(\d+)$/.exec(stdout) ?? [];
  if (partition === undefined) throw new Error(`expected the place of a message, saw ${stdout}`);
  return { partition: Number(partition), offset: Number(offset) };
}
