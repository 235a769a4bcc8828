import Dockerode from "dockerode";

const docker = new Dockerode();

/** The four containers of the lab. */
export const targets = ["zookeeper", "kafka", "service-a", "service-b"] as const;

/** The kinds of faults; each is undone after a while, except the restart, which undoes itself. */
export const kinds = ["stop", "kill", "pause", "disconnect", "restart"] as const;

type Target = (typeof targets)[number];
type Kind = (typeof kinds)[number];

/** One fault: its kind, its target, and how long it lasts. */
export interface Fault {
  readonly target: Target;
  readonly kind: Kind;
  readonly holdMs: number;
}

/** A service that is stopped in good order has time to finish its work, so nothing may come twice. */
export const isCleanStop = ({ target, kind }: Fault) =>
  target.startsWith("service-") && (kind === "stop" || kind === "restart");

/**
 * Cuts the network below an answer that service-b has given: HTTP cannot tell service-b whether the reader got it. An
 * answer of a killed service is still delivered by the system.
 */
export const cutsAnswersOff = ({ target, kind }: Fault) => target === "service-b" && kind === "disconnect";

/**
 * A deck of all targets and kinds, shuffled and dealt again until there are enough: every pair is equally frequent, and
 * the seed alone decides order and durations.
 */
export function drawFaults(count: number, seed: number): Fault[] {
  const random = randomBy(seed);
  const deck = targets.flatMap((target) => kinds.map((kind) => ({ target, kind })));
  const faults: Fault[] = [];
  while (faults.length < count) {
    for (const pair of shuffle(deck, random)) {
      // From 0.2 s to 8 s, short as often as long.
      faults.push({ ...pair, holdMs: Math.round(200 * 40 ** random()) });
    }
  }
  return faults.slice(0, count);
}

/** Inflicts it, and resolves to how to undo it; `docker start` of a running container does nothing. */
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

/** Like a pulled cable: neither the other containers nor this machine reach it. */
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
