import { askBroker } from "../../../../lib/kafka/broker-connection.ts";
import { quorumRequest, readQuorum } from "../../../../lib/kafka/metadata-quorum.ts";
import type { Address } from "../brokers/broker-link.ts";

const ANSWER_MS = 1_000;
const KEPT_MS = 2_000;

/**
 * Who the active controller is in KRaft mode, where the metadata names any broker; -1 where nobody knows. Asked for every two
 * seconds at most, because it takes a connection of its own.
 */
export function openQuorum(
  ask: typeof askBroker = askBroker,
): (addresses: readonly Address[]) => Promise<number> {
  let kept = { leaderId: -1, untilMs: 0 };
  return async (addresses) => {
    if (performance.now() < kept.untilMs) return kept.leaderId;
    kept = { leaderId: await leaderOf(addresses, ask), untilMs: performance.now() + KEPT_MS };
    return kept.leaderId;
  };
}

async function leaderOf(addresses: readonly Address[], ask: typeof askBroker): Promise<number> {
  for (const address of addresses) {
    try {
      return readQuorum(await ask(address, quorumRequest(), ANSWER_MS)).leaderId;
    } catch {
      // another one may know
    }
  }
  return -1;
}
