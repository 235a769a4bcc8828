import { createConnection } from "node:net";
import { advertisedAddresses, metadataRequest } from "../../lib/kafka/broker-metadata.ts";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { explainUnreached } from "../../lib/reach/unreached.ts";
import type { Finding, Patient } from "./run-doctor.ts";

const timeoutMs = 5_000;

/**
 * Each listener is asked from the side it is for, and must advertise an address that this side can reach: bootstrap
 * works without it, and everything after bootstrap does not.
 */
export async function checkListeners({ config, docker }: Patient): Promise<Finding[]> {
  const running = await runningBrokers(config, docker);
  if (!docker || running.length === 0) return [];
  const external = running.map(({ port }) => `${config.dockerHostIp}:${port}`);
  const internal = running.map(({ alias }) => `${alias}:29092`);
  const client = `${config.prefix}service-a`;
  const findings = running.map(({ name, alias, port }) => [
    rate(
      `external listener${suffix(running, alias)}`,
      external,
      () => askFromHost(config.dockerHostIp, port),
      () => explainUnreached({ name: alias, container: name, host: config.dockerHostIp, port }),
    ),
    rate(`internal listener${suffix(running, alias)}`, internal, () =>
      askFromContainer(docker, client, alias).catch(() => askFromContainer(docker, name, alias)),
    ),
  ]);
  return Promise.all(findings.flat());
}

/** One broker needs no name in the report. */
const suffix = (brokers: unknown[], alias: string) => (brokers.length > 1 ? ` of ${alias}` : "");

async function runningBrokers(
  { brokers, kafkaPorts, prefix }: LabConfig,
  docker: import("dockerode") | undefined,
) {
  const found = await Promise.all(
    brokers.map(async (name, index) => {
      const container = await docker
        ?.getContainer(name)
        .inspect()
        .catch(() => undefined);
      const { Running = false, Paused = false } = container?.State ?? {};
      return {
        name,
        alias: name.slice(prefix.length),
        port: kafkaPorts[index] ?? 0,
        runs: Running && !Paused,
      };
    }),
  );
  return found.filter(({ runs }) => runs);
}

/** `addresses`: those of all brokers on this side. `explain`: why no connection comes about. */
async function rate(
  check: string,
  addresses: string[],
  askBroker: () => Promise<Buffer>,
  explain?: () => ReturnType<typeof explainUnreached>,
): Promise<Finding> {
  const expected = `an answer that advertises ${addresses.join(", ")}`;
  try {
    const advertised = advertisedAddresses(await askBroker()).toSorted();
    const seen = advertised.join(", ") || "no broker";
    if (advertised.every((address) => addresses.includes(address)) && advertised.length > 0)
      return { check, expected, seen };
    return { check, expected, seen, todo: "mend KAFKA_ADVERTISED_LISTENERS in infra/, then ./lab up" };
  } catch (error) {
    const why = isUnreached(error) ? await explain?.() : undefined;
    if (why) return { check, expected, seen: why.message, todo: why.hint };
    const seen = `no answer (${error instanceof Error ? error.message : error})`;
    return { check, expected, seen, todo: "./lab refresh, then ./lab up; if it stays: the log of kafka" };
  }
}

/** By the code that a connection which never came about ends with. */
function isUnreached(error: unknown) {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL", "ETIMEDOUT"].includes(code);
}

/** `request`: of Kafka's protocol, with its size. Returns the answer, without it. */
export function askFromHost(
  host: string,
  port: number,
  request: Buffer = metadataRequest(),
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port, timeout: timeoutMs });
    let received = Buffer.alloc(0);
    socket.on("connect", () => socket.write(request));
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE()) return;
      socket.destroy();
      resolve(received.subarray(4));
    });
    socket.on("timeout", () => {
      const silent = new Error(`nothing within ${timeoutMs / 1_000} s`);
      socket.destroy(socket.connecting ? Object.assign(silent, { code: "ETIMEDOUT" }) : silent);
    });
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("the connection was closed")));
  });
}

/**
 * The same request through bash inside a container of the network: no image of the lab needs a Kafka client for it.
 * `alias`: of the broker on the lab's network.
 */
async function askFromContainer(docker: import("dockerode"), container: string, alias: string) {
  const bytes = [...metadataRequest()].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
  const script = `exec 3<>/dev/tcp/${alias}/29092 && printf '${bytes}' >&3 \
    && size=$((16#$(head -c 4 <&3 | od -An -tx1 | tr -d ' \\n'))) && head -c $size <&3 | base64 -w 0`;
  const command = ["timeout", String(timeoutMs / 1_000), "bash", "-c", script];
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: command, AttachStdout: true, AttachStderr: false });
  const output = await collectOutput(await exec.start({ Tty: false }));
  if (output.length === 0) throw new Error(`${alias}:29092 did not answer in ${container}`);
  return Buffer.from(output.toString(), "base64");
}

/** Takes Docker's frames apart: eight bytes before each, the last four of them its size. */
export async function collectOutput(stream: NodeJS.ReadableStream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  let rest = Buffer.concat(chunks);
  const frames = [];
  while (rest.length > 8) {
    const size = rest.readUInt32BE(4);
    frames.push(rest.subarray(8, 8 + size));
    rest = rest.subarray(8 + size);
  }
  return Buffer.concat(frames);
}
