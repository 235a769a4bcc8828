import { waitFor } from "../../common/wait-for.ts";
import { askBroker } from "../kafka/broker-connection.ts";
import { quorumRequest, readQuorum } from "../kafka/metadata-quorum.ts";
import type { LabConfig } from "../project/lab-config.ts";

const timeoutMs = 5_000;
/** Records of metadata; a healthy voter is two or three heartbeats behind at the moment of asking. */
const farBehind = 20;
const budgetMs = 120_000;

/** The quorum as the first KRaft broker that answers describes it; one that follows ZooKeeper knows none. */
export async function askQuorum({ dockerHostIp, kafkaPorts }: LabConfig) {
  const asked = kafkaPorts.map(async (port) =>
    readQuorum(await askBroker({ host: dockerHostIp, port }, quorumRequest(), timeoutMs)),
  );
  return Promise.any(asked);
}

/** Waits until the controllers have a leader that all of them follow; undefined if they do not come to it. */
export function untilQuorum(config: LabConfig) {
  const ask = async () => {
    const quorum = await askQuorum(config).catch(() => undefined);
    return quorum && quorum.leaderId >= 0 && quorum.voters.every(({ lag }) => lag <= farBehind) && quorum;
  };
  return waitFor(ask, { budgetMs, everyMs: 250, atMostEveryMs: 1_000 });
}
