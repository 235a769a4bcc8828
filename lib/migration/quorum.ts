import { controllerPort } from "../../common/lab-layout.ts";
import { waitFor } from "../../common/wait-for.ts";
import { exchangeBytes } from "../docker/exchange-bytes.ts";
import { quorumRequest, readQuorum } from "../kafka/metadata-quorum.ts";
import type { LabConfig } from "../project/lab-config.ts";

/** Records of metadata; a healthy voter is two or three heartbeats behind at the moment of asking. */
const farBehind = 20;
const budgetMs = 120_000;

/**
 * The quorum of the dedicated controllers, as the active one describes it. They are asked themselves: a broker that still
 * follows ZooKeeper knows nothing of them.
 */
export async function askQuorum({ controllers }: Pick<LabConfig, "controllers">) {
  const question = { port: controllerPort, bytes: quorumRequest(), read: "message" } as const;
  return Promise.any(controllers.map(async (name) => readQuorum(await exchangeBytes(name, question))));
}

/** Waits until the controllers have a leader that all of them follow; undefined if they do not come to it. */
export function untilQuorum(config: LabConfig) {
  const ask = async () => {
    const quorum = await askQuorum(config).catch(() => undefined);
    return quorum && quorum.leaderId >= 0 && quorum.voters.every(({ lag }) => lag <= farBehind) && quorum;
  };
  return waitFor(ask, { budgetMs, everyMs: 250, atMostEveryMs: 1_000 });
}
