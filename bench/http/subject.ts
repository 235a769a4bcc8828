import { execFile, execFileSync } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { retry } from "zx";
import { LabError } from "../../common/lab-error.mjs";
import { machineImages } from "../../tests/support/images-here.ts";

const run = promisify(execFile);
const root = path.join(import.meta.dirname, "../..");
const { nodeImage: image } = machineImages;
let nextPort = 15_200;
/** The containers that run: an interrupted benchmark leaves none behind. */
const running = new Set<string>();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    if (running.size > 0) execFileSync("docker", ["rm", "--force", ...running], { stdio: "ignore" });
    process.exit(1);
  });
}

/** The start of every program, whether measured or compared with: as infra/service.Dockerfile starts the services. */
const node = ["node", "--max-semi-space-size=16"];

/** The limits of every program: those of the lab's services. */
const limits = [
  "--memory",
  "256m",
  "--memory-swap",
  "256m",
  "--user",
  "1000:1000",
  "--cap-drop",
  "ALL",
  "--init",
];

/**
 * Starts a program in a container of the services' own image, on the lab's network, with the project's source
 * mounted; its port is published as theirs are. Waits until it answers /readyz.
 */
export async function startSubject(file: string, env: Record<string, string>) {
  const port = String(nextPort++);
  const published = ["--publish", `127.0.0.1:${port}:${port}`];
  const given = await options({ ...env, PORT: port, HOST: "0.0.0.0" });
  const { stdout } = await run("docker", ["run", "--detach", ...published, ...given, image, ...node, file]);
  const id = stdout.trim();
  const url = `http://127.0.0.1:${port}`;
  running.add(id);
  const stop = () => {
    running.delete(id);
    return run("docker", ["rm", "--force", id]);
  };
  await retry(200, "100ms", async () => {
    const { status } = await fetch(`${url}/readyz`);
    if (status !== 200) throw new Error(`${file}: /readyz is ${status}`);
  }).catch(async (error) => {
    await stop();
    throw new LabError(`${file} is not ready: ${error.message}`, "Is the lab up? ./lab up");
  });
  return { url, id, stop };
}

/** Bytes that the container's programs hold in memory, page cache not counted. */
export async function memoryOf(id: string) {
  const { stdout } = await run("docker", ["exec", id, "bash", "-c", "cat /proc/[0-9]*/status"]);
  const resident = [...stdout.matchAll(/VmRSS:\s+(\d+) kB/g)].map(([, kb]) => Number(kb) * 1_024);
  return Math.max(...resident);
}

async function options(env: Record<string, string>) {
  const variables = Object.entries({ KAFKA_BOOTSTRAP_SERVERS: "kafka:29092", ...env });
  return [
    ...limits,
    ...[
      "--log-driver",
      "none",
      "--network",
      await network(),
      "--volume",
      `${root}:/lab:ro`,
      "--workdir",
      "/lab",
    ],
    ...variables.flatMap(([name, value]) => ["--env", `${name}=${value}`]),
  ];
}

/** The network of the lab that is up. */
async function network() {
  const { stdout } = await run("docker", [
    "network",
    "ls",
    "--filter",
    "label=kafka-lab.name",
    "--format",
    "{{.Name}}",
  ]);
  const [name] = stdout.split("\n");
  if (!name) throw new LabError("the lab is not up.", "Bring it up first: ./lab up");
  return name;
}
