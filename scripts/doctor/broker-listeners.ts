import { internalPort } from "../../common/lab-layout.ts";
import { runInContainer } from "../../lib/docker/run-in-container.ts";
import { askBroker } from "../../lib/kafka/broker-connection.ts";
import { advertisedAddresses, metadataRequest } from "../../lib/kafka/broker-metadata.ts";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { explainUnreached } from "../../lib/reach/unreached.ts";
import type { Finding, Subject } from "./finding.ts";

const timeoutMs = 5_000;

/**
 * Asks each listener from the side that it is for. It must advertise an address that this side can reach: bootstrap
 * works without one, but everything after bootstrap fails.
 */
export async function checkListeners({ config, docker }: Subject): Promise<Finding[]> {
  const running = await runningBrokers(config, docker);
  if (!docker || running.length === 0) return [];
  const external = running.map(({ port }) => `${config.dockerHostIp}:${port}`);
  const internal = running.map(({ alias }) => `${alias}:${internalPort}`);
  const client = `${config.prefix}service-a`;
  const findings = running.map(({ name, alias, port }) => [
    rate(
      `external listener${suffix(running, alias)}`,
      external,
      () => askBroker({ host: config.dockerHostIp, port }, metadataRequest(), timeoutMs),
      () => explainUnreached({ name: alias, container: name, host: config.dockerHostIp, port }),
    ),
    rate(`internal listener${suffix(running, alias)}`, internal, () =>
      askFromContainer(docker, client, alias).catch(() => askFromContainer(docker, name, alias)),
    ),
  ]);
  return Promise.all(findings.flat());
}

/** A single broker needs no name in the report. */
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

/**
 * Compares what a broker advertises with the addresses of all brokers on this side; `explain` says why there is no
 * connection.
 */
async function rate(
  check: string,
  addresses: string[],
  ask: () => Promise<Buffer>,
  explain?: () => ReturnType<typeof explainUnreached>,
): Promise<Finding> {
  const expected = `an answer that advertises ${addresses.join(", ")}`;
  try {
    const advertised = advertisedAddresses(await ask()).toSorted();
    const seen = advertised.join(", ") || "no broker";
    if (advertised.every((address) => addresses.includes(address)) && advertised.length > 0)
      return { check, expected, seen };
    return { check, expected, seen, todo: "fix KAFKA_ADVERTISED_LISTENERS in infra/, then ./lab up" };
  } catch (error) {
    const why = isUnreached(error) ? await explain?.() : undefined;
    if (why) return { check, expected, seen: why.message, todo: why.hint };
    const reason = error instanceof Error ? error.message : String(error);
    const seen = reason.startsWith("no answer") ? reason : `no answer (${reason})`;
    return { check, expected, seen, todo: "./lab refresh, then ./lab up; if it stays: the log of kafka" };
  }
}

/** Whether the error has a code of a connection that was never established. */
function isUnreached(error: unknown) {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL", "ETIMEDOUT"].includes(code);
}

/**
 * Sends the same request through bash inside a container of the lab's network, where the broker has its alias: no
 * image of the lab needs a Kafka client for it.
 */
async function askFromContainer(docker: import("dockerode"), container: string, alias: string) {
  const bytes = [...metadataRequest()].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
  const script = `exec 3<>/dev/tcp/${alias}/${internalPort} && printf '${bytes}' >&3 \
    && size=$((16#$(head -c 4 <&3 | od -An -tx1 | tr -d ' \\n'))) && head -c $size <&3 | base64 -w 0`;
  const command = ["timeout", String(timeoutMs / 1_000), "bash", "-c", script];
  const { stdout } = await runInContainer(docker, docker.getContainer(container), command);
  if (stdout === "") throw new Error(`${alias}:${internalPort} did not answer in ${container}`);
  return Buffer.from(stdout, "base64");
}
