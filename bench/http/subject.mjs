import { spawn } from "node:child_process";
import path from "node:path";
import { retry } from "zx";
import { LabError } from "../../scripts/lib/lab-error.mjs";

const root = path.join(import.meta.dirname, "../..");
let nextPort = 15_200;

/**
 * Starts a program that listens on PORT, and waits until it answers /readyz; its log goes nowhere, for all alike.
 *
 * @param {string} file
 * @param {Record<string, string>} env
 */
export async function startSubject(file, env) {
  const port = String(nextPort++);
  const child = spawn(process.execPath, [path.join(root, file)], {
    env: { ...process.env, ...env, PORT: port },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${port}`;
  await retry(100, "100ms", async () => {
    const { status } = await fetch(`${url}/readyz`);
    if (status !== 200) throw new Error(`${file}: /readyz is ${status}`);
  }).catch((error) => {
    child.kill();
    throw new LabError(
      `${file} is not ready: ${error.message}`,
      "Is Kafka there? Try ./lab up, or set KAFKA_BOOTSTRAP_SERVERS.",
    );
  });
  return { url, stop: () => child.kill() };
}
