import { labels, network } from "./network.ts";

/** What all containers have in common: labels, the network, and that `up` waits until they are healthy. */
export const shared = {
  labels,
  networkMode: "bridge",
  networksAdvanced: [{ name: network.name }],
  wait: true,
};

/** Healthy as soon as a program listens on the port. */
export const portIsOpen = (port: number) => probe(["bash", "-c", `</dev/tcp/127.0.0.1/${port}`]);

/** Healthy as soon as the service says that it is ready, which it is not before it has found Kafka. */
export const isReady = (port: number) =>
  probe([
    "node",
    "-e",
    `fetch("http://127.0.0.1:${port}/readyz").then(({ ok }) => process.exit(ok ? 0 : 1))`,
  ]);

/** Docker runs the command in the container, every second until it succeeds. */
function probe(command: string[]) {
  return { tests: ["CMD", ...command], interval: "1s", timeout: "5s", retries: 60 };
}
