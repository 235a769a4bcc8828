import Dockerode from "dockerode";
import { eventually } from "../support/eventually.ts";
import { allRead } from "./all-read.ts";
import { cutsAnswersOff, type Fault, inflict } from "./faults.ts";
import { placeOf, startTraffic, type Traffic } from "./traffic.ts";

/** How long the lab may take to work again by itself after a fault was undone. */
const recoveryBudgetMs = 90_000;

/** The lab under test: the prefix of its containers, and the addresses of its services. */
export interface Victim {
  readonly prefix: string;
  readonly send: string;
  readonly read: string;
}

/** The effects of one fault. */
export interface Outcome extends Fault {
  /** From the moment it was undone until a message sent later was read. */
  readonly recoveryMs: number;
  readonly acknowledged: number;
  readonly read: number;
  /** Messages read for the second time: the reader got them, and the commit was lost. */
  readonly repeated: number;
  /** Messages that are in the log twice: the broker had them, and its answer was lost. */
  readonly storedTwice: number;
  /** The message that was handed over in an answer which the fault kept from the reader: 0 or 1. */
  readonly cutOff: number;
}

/** The result of all faults. */
export interface Result {
  readonly outcomes: Outcome[];
  /** The condition that did not hold within its budget, which ended the campaign. */
  readonly stuck?: string;
  readonly acknowledged: number;
  readonly lost: string[];
  /** Messages that came for the first time after a later one of their partition. */
  readonly outOfOrder: string[];
}

/** Inflicts one fault after the other on a lab under traffic; the lab works again before the next one. */
export async function runCampaign(
  victim: Victim,
  faults: readonly Fault[],
  onOutcome: (outcome: Outcome, index: number) => void = () => undefined,
): Promise<Result> {
  const traffic = startTraffic(victim, `fault-${process.pid}-${Date.now()}`);
  const outcomes: Outcome[] = [];
  let stuck: string | undefined;
  try {
    await flows(traffic, "messages flow before the first fault");
    for (const [index, fault] of faults.entries()) {
      const outcome = await runFault(victim, fault, traffic);
      outcomes.push(outcome);
      onOutcome(outcome, index);
    }
    await traffic.stopSending();
    await allRead(traffic, recoveryBudgetMs);
  } catch (error) {
    stuck = (error as Error).message;
  } finally {
    await Promise.all([traffic.stopSending(), traffic.stopReading()]);
  }
  return {
    outcomes,
    ...(stuck && { stuck }),
    acknowledged: traffic.acknowledged.length,
    lost: traffic.unread().map(({ message, partition, offset }) => `${message} (${partition} @${offset})`),
    outOfOrder: findOutOfOrder(traffic.reads),
  };
}

async function runFault(victim: Victim, fault: Fault, traffic: Traffic): Promise<Outcome> {
  const container = new Dockerode().getContainer(victim.prefix + fault.target);
  const before = { acknowledged: traffic.acknowledged.length, reads: traffic.reads.length };
  const since = Math.floor(Date.now() / 1_000);
  const undo = await inflict(container, fault.kind);
  try {
    const overMs = performance.now() + fault.holdMs;
    await eventually("the fault has lasted", () => performance.now() >= overMs, fault.holdMs + 10_000);
  } finally {
    await undo();
  }
  const undoneMs = performance.now();
  const recoveredMs = await flows(traffic, `messages flow after: ${fault.kind} ${fault.target}`);
  const readLog = async () => String(await container.logs({ stdout: true, since }));
  const cutOff = await allRead(traffic, recoveryBudgetMs, cutsAnswersOff(fault) ? readLog : undefined);
  const reads = traffic.reads.slice(before.reads);
  return {
    ...fault,
    recoveryMs: Math.round(recoveredMs - undoneMs),
    acknowledged: traffic.acknowledged.length - before.acknowledged,
    read: reads.length,
    cutOff,
    ...countRepeated(traffic, before.reads),
  };
}

/** When a message that was sent from now on has been acknowledged and read. */
async function flows(traffic: Traffic, what: string): Promise<number> {
  const from = { acknowledged: traffic.acknowledged.length, reads: traffic.reads.length };
  // Messages under way may be acknowledged late; with two senders, the third one was surely sent after that.
  const sent = await eventually(what, () => traffic.acknowledged[from.acknowledged + 2], recoveryBudgetMs);
  const read = await eventually(
    what,
    () => traffic.reads.slice(from.reads).find(({ message }) => message === sent.message),
    recoveryBudgetMs,
  );
  return read.atMs;
}

function countRepeated({ reads }: Traffic, from: number): Pick<Outcome, "repeated" | "storedTwice"> {
  const offsets = new Set<string>();
  const messages = new Set<string>();
  const counts = { repeated: 0, storedTwice: 0 };
  for (const [index, one] of reads.entries()) {
    const place = placeOf(one);
    if (index >= from) {
      if (offsets.has(place)) counts.repeated += 1;
      else if (messages.has(one.message)) counts.storedTwice += 1;
    }
    offsets.add(place);
    messages.add(one.message);
  }
  return counts;
}

function findOutOfOrder(reads: Traffic["reads"]): string[] {
  const highest = new Map<number, number>();
  const places = new Set<string>();
  const found: string[] = [];
  for (const { message, partition, offset } of reads) {
    const place = placeOf({ partition, offset });
    const before = highest.get(partition) ?? -1;
    if (!places.has(place) && offset < before) found.push(`${message} (${place} after @${before})`);
    places.add(place);
    highest.set(partition, Math.max(before, offset));
  }
  return found;
}
