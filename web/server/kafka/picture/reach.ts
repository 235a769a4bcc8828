import type { KafkaState } from "../../../contract/kafka.ts";
import type { Both } from "../../../contract/language.ts";
import type { Address } from "../brokers/broker-link.ts";
import type { SeenContainers } from "./containers.ts";
import type { LabSettings } from "./lab-settings.ts";

/** What was seen of the lab. */
export interface Seen {
  readonly settings: LabSettings;
  /** Undefined without an engine. */
  readonly containers: SeenContainers | undefined;
  /** Whether a broker has answered, a moment ago at most. */
  readonly answers: boolean;
  /** The command that changes the lab now, such as `./lab up`. */
  readonly underWay?: string | undefined;
  /** Addresses that brokers give themselves, and where nobody answers. */
  readonly unreached: readonly (Address & { readonly nodeId: number })[];
}

/** How far Kafka can be reached, and why not, in words for a learner. */
export function reachOf({
  settings,
  containers,
  answers,
  underWay,
  unreached,
}: Seen): Pick<KafkaState, "reach" | "reason"> {
  if (!("config" in settings)) {
    if (settings.fault !== undefined) return down(wrongSettings(settings.fault));
    return underWay === undefined ? down(noStack) : atWork(underWay);
  }
  if (answers) return { reach: "up", reason: unreachedWords(unreached, containers) };
  if (underWay !== undefined) return atWork(underWay);
  const isSwarm = settings.config.nodes.length > 0;
  if (!containers) return down(isSwarm ? noManager(settings.config.stack) : noEngine);
  const { brokers, zookeepers, controllers } = containers;
  const present = brokers.filter(({ state }) => state !== "missing");
  const up = `./lab up --refresh${settings.stackOption ?? ""}`;
  if (present.length === 0) {
    return down([...zookeepers, ...controllers].some(isThere) ? brokersGone(up) : notUp);
  }
  const starting = present.find(
    ({ state, health }) =>
      state === "created" || state === "restarting" || (state === "running" && health === "starting"),
  );
  if (starting) return { reach: "coming", reason: comes(starting.name) };
  const running = present.find(({ state }) => state === "running");
  const logs = isSwarm ? "docker service logs" : "docker logs";
  if (running) return down(silent(running.name, running.address, { up, logs }));
  const paused = present.filter(({ state }) => state === "paused").map(({ name }) => name);
  if (paused.length > 0) return down(frozen(paused.join(" ")));
  return down(stopped(present.map(({ name }) => name).join(" ")));
}

function down(reason: Both): Pick<KafkaState, "reach" | "reason"> {
  return { reach: "down", reason };
}

function isThere({ state }: { readonly state: string }): boolean {
  return state !== "missing";
}

/** Docker says already of which brokers nobody can expect an answer. */
function unreachedWords(
  unreached: Seen["unreached"],
  containers: SeenContainers | undefined,
): Both | undefined {
  const runs = (nodeId: number) =>
    containers?.brokers.some(({ id, state }) => id === nodeId && state === "running");
  const first = unreached.find(({ nodeId }) => runs(nodeId));
  if (!first) return undefined;
  const { nodeId, host, port } = first;
  return {
    en: `Broker ${nodeId} tells clients to come to ${host}:${port}, and nobody answers there: its records cannot be read. Look at its advertised listeners.`,
    fr: `Le broker ${nodeId} dit aux clients de venir à ${host}:${port}, et personne n'y répond\u00a0: ses enregistrements ne peuvent pas être lus. Regardez ses adresses annoncées (advertised listeners).`,
  };
}

/** What is missing meanwhile is not to be mended. */
function atWork(command: string): Pick<KafkaState, "reach" | "reason"> {
  const ends = /\b(destroy|down|clean)\b/.test(command);
  const reason = {
    en: ends ? `${command} is at work.` : `${command} is at work; Kafka answers when it is done.`,
    fr: ends
      ? `${command} est à l'œuvre.`
      : `${command} est à l'œuvre\u00a0; Kafka répondra quand ce sera fini.`,
  };
  return { reach: ends ? "down" : "coming", reason };
}

const noStack: Both = {
  en: "No stack is chosen yet: ./lab up",
  fr: "Aucune stack n'est encore choisie\u00a0: ./lab up",
};

const noEngine: Both = {
  en: "No Docker engine answers: ./lab doctor",
  fr: "Aucun moteur Docker ne répond\u00a0: ./lab doctor",
};

function noManager(stack: string): Both {
  return {
    en: `No manager of the swarm answers: ./lab doctor --stack ${stack}`,
    fr: `Aucun manager du swarm ne répond\u00a0: ./lab doctor --stack ${stack}`,
  };
}

const notUp: Both = {
  en: "The lab is not up: ./lab up",
  fr: "Le lab n'est pas démarré\u00a0: ./lab up",
};

function brokersGone(up: string): Both {
  return {
    en: `The container of the broker is gone: ${up}`,
    fr: `Le conteneur du broker a disparu\u00a0: ${up}`,
  };
}

function wrongSettings(fault: string): Both {
  return {
    en: `The settings of the lab cannot be read: ${fault}`,
    fr: `Les réglages du lab sont illisibles\u00a0: ${fault}`,
  };
}

function comes(name: string): Both {
  return {
    en: `${name} is starting; Kafka answers in a moment.`,
    fr: `${name} démarre\u00a0; Kafka répondra dans un instant.`,
  };
}

function silent(
  name: string,
  address: Address | undefined,
  { up, logs }: { readonly up: string; readonly logs: string },
): Both {
  const at = address === undefined ? undefined : `${address.host}:${address.port}`;
  if (at === undefined)
    return {
      en: `${name} runs, but none of its ports is published: ${up}`,
      fr: `${name} tourne, mais aucun de ses ports n'est publié\u00a0: ${up}`,
    };
  return {
    en: `${name} runs, but Kafka does not answer at ${at}. It may be starting; else: ${logs} --tail 20 ${name}`,
    fr: `${name} tourne, mais Kafka ne répond pas à ${at}. Il démarre peut-être\u00a0; sinon\u00a0: ${logs} --tail 20 ${name}`,
  };
}

function frozen(names: string): Both {
  return {
    en: `Frozen: docker unpause ${names}`,
    fr: `Gelé\u00a0: docker unpause ${names}`,
  };
}

function stopped(names: string): Both {
  return {
    en: `Stopped: docker start ${names}`,
    fr: `Arrêté\u00a0: docker start ${names}`,
  };
}
