import { createConnection } from "node:net";
import { advertisedAddresses, metadataRequest } from "./broker-metadata.mjs";

/** @typedef {import("./run-doctor.mjs").Finding} Finding */

const timeoutMs = 5_000;

/**
 * Each listener is asked from the side it is for, and must advertise an address that this side can reach: bootstrap
 * works without it, and everything after bootstrap does not.
 *
 * @param {import("./run-doctor.mjs").Patient} patient
 * @returns {Promise<Finding[]>}
 */
export async function checkListeners({ config, docker }) {
  const kafka = await docker
    ?.getContainer(`${config.prefix}kafka`)
    .inspect()
    .catch(() => undefined);
  if (!docker || !kafka?.State.Running) return [];
  const client = config.containers[2] ?? "";
  const external = `${config.dockerHostIp}:${config.kafkaPort}`;
  return Promise.all([
    rate("external listener", external, () => askFromHost(config.dockerHostIp, config.kafkaPort)),
    rate("internal listener", "kafka:29092", () =>
      askFromContainer(docker, client).catch(() => askFromContainer(docker, `${config.prefix}kafka`)),
    ),
  ]);
}

/**
 * @param {string} check
 * @param {string} address
 * @param {() => Promise<Buffer>} askBroker
 * @returns {Promise<Finding>}
 */
async function rate(check, address, askBroker) {
  const expected = `an answer that advertises ${address}`;
  try {
    const seen = advertisedAddresses(await askBroker()).join(", ") || "no broker";
    if (seen === address) return { check, expected, seen };
    return { check, expected, seen, todo: "mend KAFKA_ADVERTISED_LISTENERS in infra/, then ./lab up" };
  } catch (error) {
    const seen = `no answer (${error instanceof Error ? error.message : error})`;
    return { check, expected, seen, todo: "./lab refresh, then ./lab up; if it stays: the log of kafka" };
  }
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<Buffer>}
 */
export function askFromHost(host, port) {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port, timeout: timeoutMs });
    let received = Buffer.alloc(0);
    socket.on("connect", () => socket.write(metadataRequest()));
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE()) return;
      socket.destroy();
      resolve(received.subarray(4));
    });
    socket.on("timeout", () => socket.destroy(new Error(`nothing within ${timeoutMs / 1_000} s`)));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("the connection was closed")));
  });
}

/**
 * The same request through bash inside a container of the network: no image of the lab needs a Kafka client for it.
 *
 * @param {import("dockerode")} docker
 * @param {string} container
 */
async function askFromContainer(docker, container) {
  const bytes = [...metadataRequest()].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
  const script = `exec 3<>/dev/tcp/kafka/29092 && printf '${bytes}' >&3 \
    && size=$((16#$(head -c 4 <&3 | od -An -tx1 | tr -d ' \\n'))) && head -c $size <&3 | base64 -w 0`;
  const command = ["timeout", String(timeoutMs / 1_000), "bash", "-c", script];
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: command, AttachStdout: true, AttachStderr: false });
  const output = await collect(await exec.start({ Tty: false }));
  if (output.length === 0) throw new Error(`kafka:29092 did not answer in ${container}`);
  return Buffer.from(output.toString(), "base64");
}

/** Takes Docker's frames apart: eight bytes before each, the last four of them its size. @param {NodeJS.ReadableStream} stream */
async function collect(stream) {
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
