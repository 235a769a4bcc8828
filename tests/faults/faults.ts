import Dockerode from "dockerode";

const docker = new Dockerode();

/** The four containers of the lab. */
export const targets = ["zookeeper", "kafka", "service-a", "service-b"] as const;

/** What is done to one of them; each is undone after a while, except the restart, which undoes itself. */
export const kinds = ["stop", "kill", "pause", "disconnect", "restart"] as const;

type Target = (typeof targets)[number];
type Kind = (typeof kinds)[number];

/** One fault: what is done to whom, and for how long it is left like that. */
export interface Fault {
  readonly target: Target;
  readonly kind: Kind;
  readonly holdMs: number;
}

/** Stopped in good order, a service has time to finish what it is at: nothing may come twice. */
export const isCleanStop = ({ target, kind }: Fault) =>
  target.startsWith("service-") && (kind === "stop" || kind === "restart");

/**
 * Takes the network away under an answer that service-b has given: HTTP cannot tell it whether the reader got it. What
 * a killed service has given the system still delivers.
 */
export const cutsAnswersOff = ({ target, kind }: Fault) => target === "service-b" && kind === "disconnect";

/**
 * A deck of all targets and kinds, shuffled and dealt again until there are enough: every pair comes as often as any
 * other, in an order and with durations that only the seed decides.
 */
export function drawFaults(count: number, seed: number): Fault[] {
  const random = randomBy(seed);
  const deck = targets.flatMap((target) => kinds.map((kind) => ({ target, kind })));
  const faults: Fault[] = [];
  while (faults.length < count) {
    for (const pair of shuffle(deck, random)) {
      // From 0.2 s to 8 s, short ones as often as long ones.
      faults.push({ ...pair, holdMs: Math.round(200 * 40 ** random()) });
    }
  }
  return faults.slice(0, count);
}

/** Does it, and answers how to undo it; `docker start` of a container that runs does nothing. */
export async function inflict(container: Dockerode.Container, kind: Kind): Promise<() => Promise<void>> {
  switch (kind) {
    case "stop":
      await container.stop();
      return () => container.start();
    case "kill":
      await container.kill();
      return () => container.start();
    case "pause":
      await container.pause();
      return () => container.unpause();
    case "disconnect":
      return disconnect(container);
    case "restart":
      await container.restart();
      return async () => undefined;
  }
}

/** A pulled cable: neither the others nor this machine reach it. */
async function disconnect(container: Dockerode.Container): Promise<() => Promise<void>> {
  const { NetworkSettings } = await container.inspect();
  const [[name, settings] = []] = Object.entries(NetworkSettings.Networks);
  if (name === undefined) throw new Error(`expected ${container.id} on a network, saw it on none`);
  const network = docker.getNetwork(name);
  await network.disconnect({ Container: container.id });
  return () =>
    network.connect({
      Container: container.id,
      EndpointConfig: {
        Aliases: settings?.Aliases?.filter((alias: string) => !container.id.startsWith(alias)) ?? [],
      },
    });
}

function shuffle<Entry>(entries: readonly Entry[], random: () => number): Entry[] {
  return entries
    .map((entry) => ({ entry, order: random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ entry }) => entry);
}

/** Mulberry32: numbers from 0 to 1 that the seed decides, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c. */
function randomBy(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
