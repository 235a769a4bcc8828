import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { hostNumbers } from "../../../common/hosts-layout.ts";
import { eventually } from "../../support/eventually.ts";
import { runLab, startLab } from "../../support/run-lab.ts";
import type { HostsLab } from "./hosts-lab.ts";
import { brokersBeside, hostsOf, leaderOf, setAvailability, untilWhole } from "./swarm-state.ts";

/** Something that happens to the machines, or to what runs on them. */
export interface Draw {
  readonly name: string;
  /** Users may notice a fault, for a while, and no update. Where a replica moves during one, no time is set for it. */
  readonly kind: "fault" | "fault during an update" | "update";
  /** Lets it happen, and brings all back. Resolves to how a replica moved, if one had to. */
  run(): Promise<Move | undefined>;
}

/** In seconds, from a host that perhaps led the swarm. */
export interface Move {
  readonly seconds: number;
  readonly wasLeader: boolean;
}

const main = "services/service-a/main.ts";
const up = ["up", "--yes", "--stack", "swarm"];
/** So long at least: Kafka has found other leaders by then. */
const faultMs = 12_000;

/** All that can be drawn, in a fixed order. */
export function listDraws(lab: HostsLab): Draw[] {
  const hosts = (...args: [string, number]) => lab.run("hosts", ...args.map(String));
  const twice = (draw: Draw) => [draw, draw];
  return [
    ...hostNumbers.flatMap((host) => [
      fault(
        `host ${host} killed`,
        host,
        () => hosts("kill", host),
        () => hosts("start", host),
      ),
      fault(
        `host ${host} cut off`,
        host,
        () => hosts("cut", host),
        () => hosts("mend", host),
      ),
      fault(
        `host ${host} drained`,
        host,
        () => setAvailability(lab, host, "drain"),
        () => setAvailability(lab, host, "active"),
      ),
    ]),
    ...twice({ name: "leader killed during up", kind: "fault during an update", run: leaderKilledDuringUp }),
    ...twice({ name: "rolling update", kind: "update", run: rollingUpdate }),
    ...twice({ name: "bad update", kind: "update", run: badUpdate }),
  ];

  function fault(
    name: string,
    host: number,
    begin: () => Promise<unknown>,
    end: () => Promise<unknown>,
  ): Draw {
    return {
      name,
      kind: "fault",
      run: async () => {
        const isAffected = (await hostsOf(lab, "service-a")).includes(host);
        const wasLeader = (await leaderOf(lab)) === host;
        const brokers = await brokersBeside(lab, host);
        const atMs = performance.now();
        await begin();
        try {
          const seconds = isAffected && (await secondsUntilElsewhere(host, atMs));
          await eventually("Kafka has gone on", () => performance.now() - atMs > faultMs, 20_000);
          return seconds === false ? undefined : { seconds, wasLeader };
        } finally {
          await end();
          await untilWhole(lab);
          expect(await brokersBeside(lab, host), "brokers of the other hosts").toEqual(brokers);
        }
      },
    };
  }

  async function secondsUntilElsewhere(host: number, atMs: number) {
    await eventually(
      "service-a runs on two other hosts",
      async () => (await hostsOf(lab, "service-a", [host])).length === 2,
      90_000,
    );
    return (performance.now() - atMs) / 1_000;
  }

  /** The next `up` finishes what the cut-off one has begun, through another manager. */
  async function leaderKilledDuringUp() {
    const host = await leaderOf(lab);
    release();
    const { child, ended, printed } = startLab(up, { dir: lab.dir });
    await eventually(
      "the update has begun",
      () => /service-a +updating/.test(printed()) || child.exitCode !== null,
      60_000,
    );
    const atMs = performance.now();
    await hosts("kill", host);
    await ended;
    const seconds = await secondsUntilElsewhere(host, atMs);
    await hosts("start", host);
    await lab.run(...up);
    await untilWhole(lab);
    return { seconds, wasLeader: true };
  }

  /** Both replicas are replaced, and no request fails for a client that tries the next node. */
  async function rollingUpdate() {
    release();
    expect((await lab.run(...up)).words).toContain("updated");
    return undefined;
  }

  /** A version that does not get ready: the swarm goes back by itself, `up` says so, and users notice nothing. */
  async function badUpdate() {
    const good = readFileSync(join(lab.dir, main), "utf8");
    writeFileSync(join(lab.dir, main), `throw new Error("a bad release");\n${good}`);
    const { status, words } = await runLab(up, { dir: lab.dir });
    expect(status).not.toBe(0);
    expect(words).toMatch(/rolled back/);
    await eventually(
      "the former version runs twice",
      async () => (await hostsOf(lab, "service-a")).length === 2,
      60_000,
    );
    writeFileSync(join(lab.dir, main), good);
    await lab.run(...up);
    return undefined;
  }

  /** Another version of service-a that does the same. */
  function release() {
    const text = readFileSync(join(lab.dir, main), "utf8");
    writeFileSync(join(lab.dir, main), `${text}\nReflect.set(globalThis, "release", ${Math.random()});\n`);
  }
}
