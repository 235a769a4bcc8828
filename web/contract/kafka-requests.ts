import type { RecordCell } from "./kafka.ts";
import type { Both } from "./language.ts";

/** What the page asks about Kafka, below `/api`; `?lang=` where a refusal would be in words of the lab. */
export interface KafkaRequests {
  /** What the state `kafka` has records of, for all pages; the answer is what the server made of it. */
  "POST /kafka/view": { body: KafkaView; answer: KafkaView };
  /**
   * `?partition=&from=&count=`: records in the order of their offsets, from `from` on, 200 at most. Instead of `from`:
   * `timestampMs`, for those from a time on; without both, the newest.
   */
  "GET /kafka/topics/:topic/records": { answer: RecordPage };
  /**
   * `?text=`, and `&partition=` for only one: the newest records whose key, value or headers have the text, in any case. It
   * looks for two seconds at most; `&next=` goes on where an answer's `next` ended. It stops when the page hangs up.
   */
  "GET /kafka/topics/:topic/search": { answer: RecordSearch };
  /** `acks` as Kafka has it: -1 waits for all in-sync replicas, 0 for nobody. */
  "POST /kafka/topics/:topic/records": { body: NewRecord; answer: SentRecord };
  /** What a move of a group would do. */
  "POST /kafka/groups/:group/moves/preview": {
    body: { topic: string; to: GroupTarget };
    answer: GroupMove;
  };
  /** Makes the move that was shown. */
  "POST /kafka/groups/:group/moves": {
    body: { topic: string; to: GroupTarget; version: string };
    answer: GroupMove;
  };
  /** How far the group was behind while a page was open, for ten minutes at most. */
  "GET /kafka/groups/:group/lag": { answer: LagHistory };
}

export interface KafkaView {
  /** Without partitions: all. Of 100 partitions in all at most. */
  readonly topics: readonly { readonly topic: string; readonly partitions?: readonly number[] | undefined }[];
  /** How many of the newest records of each partition, 50 at most, and 2,000 in all. */
  readonly cells: number;
}

export interface LagHistory {
  /** Oldest first, one a second; where the total is undefined, Kafka did not say. */
  readonly samples: readonly { readonly atMs: number; readonly lag: number | undefined }[];
}

export interface RecordPage {
  readonly low: number;
  readonly high: number;
  readonly records: readonly RecordCell[];
}

export interface RecordSearch {
  /** Newest first. */
  readonly found: readonly (RecordCell & { readonly partition: number })[];
  /** How many records were looked at in all, of how many, and whether those were all. */
  readonly looked: number;
  readonly of: number;
  readonly isWhole: boolean;
  /** To go on with; undefined when `isWhole`. */
  readonly next: string | undefined;
}

export interface NewRecord {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string])[];
  readonly acks: -1 | 0 | 1;
  /** Left out, the producer's own partitioner chooses. */
  readonly partition?: number | undefined;
}

export interface SentRecord {
  readonly partition: number;
  /** Undefined with `acks` 0: nobody says. */
  readonly offset: number | undefined;
  readonly tookMs: number;
}

export type GroupTarget =
  | { readonly kind: "earliest" | "latest" }
  | { readonly kind: "offset"; readonly partition: number; readonly offset: number }
  | { readonly kind: "time"; readonly timestampMs: number };

export interface GroupMove {
  /** Sent back to make the move, so that it is the one that was shown. */
  readonly version: string;
  /** Why it cannot be made now, such as members that are still there. */
  readonly obstacle: Both | undefined;
  readonly positions: readonly {
    readonly partition: number;
    readonly from: number | undefined;
    readonly to: number;
    /** Why it stays, or goes elsewhere than was asked. */
    readonly note: Both | undefined;
  }[];
  /** The command that does the same. */
  readonly command: string;
}
