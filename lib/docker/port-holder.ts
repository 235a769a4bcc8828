import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { processListeningOn } from "../../common/listening-process.ts";

/** `no-address` where it is not an address of this machine. */
type PortHolder =
  | { kind: "container"; name: string }
  | { kind: "process"; name: string; pid: number }
  | { kind: "no-address" }
  | { kind: "unknown" };

/** As the engine lists containers. */
export interface ContainerSummary {
  Names: string[];
  Image: string;
  Labels: Record<string, string>;
  Ports: { IP?: string; PublicPort?: number }[];
}

const LOOK_EVERY_MS = 100;

/**
 * Who listens on a port of an address of this machine, or undefined where it is free: "port is already allocated" alone
 * does not help. A container that crashes and restarts may be between two lives when it is listed, and publish its port
 * a moment later; so a holder that is no container is looked at again, for as long as the patience lasts, before it is
 * believed.
 */
export async function findPortHolder(
  port: number,
  {
    hostIp = "127.0.0.1",
    listContainers = () => Promise.resolve([]),
    patienceMs = 500,
    isLocal = true,
  }: {
    hostIp?: string;
    listContainers?: () => Promise<ContainerSummary[]>;
    patienceMs?: number;
    isLocal?: boolean;
  } = {},
): Promise<PortHolder | undefined> {
  for (let looks = 1; ; looks += 1) {
    const containers = await listContainers();
    const container = containers.find(({ Ports }) =>
      Ports.some(({ IP, PublicPort }) => PublicPort === port && overlaps(IP, hostIp)),
    );
    if (container)
      return { kind: "container", name: (container.Names[0] ?? "without a name").replace("/", "") };
    const refusal = isLocal ? await tryToListen(port, hostIp) : undefined;
    if (refusal === "EADDRNOTAVAIL") return { kind: "no-address" };
    if (refusal !== "EADDRINUSE") return undefined;
    const holder = looks < 5 ? undefined : await whoListens(port, hostIp);
    if (holder && (looks * LOOK_EVERY_MS >= patienceMs || !isDockersOwn(holder))) return holder;
    await pause(LOOK_EVERY_MS);
  }
}

/**
 * Whether a published port is taken on the wanted address too. Old engines list no address where a port is published on
 * every one.
 */
function overlaps(published: string | undefined, wanted: string) {
  return !published || published === "0.0.0.0" || published === wanted;
}

async function whoListens(port: number, hostIp: string): Promise<PortHolder> {
  return (process.platform === "linux" ? byProc(port, hostIp) : await byLsof(port)) ?? { kind: "unknown" };
}

/** It belongs to a container that Docker is about to start, or no longer lists. */
function isDockersOwn(holder: PortHolder) {
  return holder.kind === "process" && holder.name === "docker-proxy";
}

/** In words. */
export function describePortHolder(holder: PortHolder) {
  if (holder.kind === "container") return `the container ${holder.name}`;
  if (holder.kind === "process") return `the process ${holder.name} (pid ${holder.pid})`;
  if (holder.kind === "no-address") return "nothing: this is not an address of this machine";
  return "a process of another user";
}

/** The code with which this machine refuses the port, or undefined where the port is free. */
function tryToListen(port: number, hostIp: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code));
    server.listen({ port, host: hostIp, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

function byProc(port: number, hostIp: string): PortHolder | undefined {
  const found = processListeningOn(port, hostIp);
  return found && { kind: "process", ...found };
}

function byLsof(port: number): Promise<PortHolder | undefined> {
  return new Promise((resolve) => {
    execFile("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], (_, stdout) => {
      const [, pid, name] = /^p(\d+)\nc(.*)$/m.exec(stdout ?? "") ?? [];
      resolve(pid && name ? { kind: "process", name, pid: Number(pid) } : undefined);
    });
  });
}
