import { setTimeout as pause } from "node:timers/promises";
import { byLeader, type Cluster } from "../brokers/cluster.ts";
import { fetchRecords } from "../brokers/fetch-records.ts";
import type { Tails } from "./tails.ts";

/** A new record comes at once; this is how long a new view, or the end, may have to wait. */
const WAIT_MS = 800;
/** After records, so that a fast producer does not keep this process busy. */
const PAUSE_MS = 100;
const MOST_BYTES = 128 * 1024;

export interface Follower {
  /** Sees to it that every broker is read that leads a shown partition, until the signal. */
  follow(signal: AbortSignal): void;
}

/** Reads on in what is shown: a fetch waits at each broker for the next record. @param changed something new was read */
export function createFollower(cluster: Cluster, tails: Tails, changed: () => void): Follower {
  const running = new Set<number>();

  const toRead = (nodeId: number) => {
    const leaders = byLeader(cluster.metadata()?.topicMetadata ?? [], tails.shown());
    return tails.toRead(leaders.get(nodeId) ?? []);
  };

  async function readOn(nodeId: number, signal: AbortSignal): Promise<void> {
    for (let wanted = toRead(nodeId); wanted.length > 0 && !signal.aborted; wanted = toRead(nodeId)) {
      const link = await cluster.broker(nodeId);
      const beganMs = performance.now();
      const fetched = await fetchRecords(link, wanted, { maxWaitMs: WAIT_MS, maxBytes: MOST_BYTES });
      const isNew = tails.take(fetched);
      if (isNew) changed();
      // Neither an error nor an answer that is of no use any more may be asked for without a pause.
      if (isNew || performance.now() - beganMs < WAIT_MS / 2)
        await pause(PAUSE_MS, undefined, { ref: false });
    }
  }

  return {
    follow(signal) {
      const leaders = byLeader(cluster.metadata()?.topicMetadata ?? [], tails.shown());
      for (const nodeId of leaders.keys()) {
        if (running.has(nodeId)) continue;
        running.add(nodeId);
        // Whatever happens, the next look begins again.
        readOn(nodeId, signal)
          .catch(() => undefined)
          .finally(() => running.delete(nodeId));
      }
    },
  };
}
