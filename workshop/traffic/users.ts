import { setTimeout as pause } from "node:timers/promises";
import { type LabConfig, readLabConfig } from "../../lib/project/lab-config.ts";
import { answeringHostOf, serviceHosts } from "../../lib/reach/service-hosts.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";
import { openTraffic, type Place, placeOf } from "./record.ts";

const betweenPostsMs = 200;
const answerMs = 20_000;
const lastReadsMs = 30_000;

/**
 * A user who posts to service-a, each message again until it is acknowledged, and one who reads from each service-b
 * that the settings know. In a swarm they try the next node where one takes no connection.
 */
export function startUsers(
  lab: Pick<WorkshopLab, "dir" | "stack">,
  settings: () => Pick<LabConfig, "nodes" | "serviceAPort" | "serviceBPorts"> = () =>
    readLabConfig(lab.stack),
) {
  const traffic = openTraffic(lab);
  const id = Date.now().toString(36).slice(-4);
  const acknowledged = new Set<string>();
  const read = new Set<string>();
  const end = new AbortController();
  let posting = true;
  let refused = 0;
  let host: string | undefined;

  async function postAll() {
    for (let count = 1; posting; count += 1) {
      await postUntilAcknowledged(`order ${id}-${count}`);
      await pause(betweenPostsMs);
    }
  }

  async function postUntilAcknowledged(message: string) {
    for (;;) {
      const { serviceAPort } = settings();
      host = await answeringHostOf(serviceHosts(settings()), serviceAPort, { last: host });
      const answer = await post(`http://${host}:${serviceAPort}`, message);
      if (answer) {
        const { partition, offset } = answer;
        traffic.addAcknowledged({ atMs: Date.now(), message, partition, offset });
        acknowledged.add(placeOf(answer));
        return;
      }
      if (!posting) return;
      refused += 1;
      await pause(500);
    }
  }

  async function readFrom(service: string, port: number) {
    while (!end.signal.aborted) {
      const answer = await take(service, end.signal);
      if (!answer) await pause(200);
      else {
        traffic.addRead({ atMs: Date.now(), port, place: placeOf(answer) });
        read.add(placeOf(answer));
      }
    }
  }

  /** An instance that is added later gets its reader, too. */
  async function readAll() {
    const readers = new Map<string, Promise<void>>();
    while (!end.signal.aborted) {
      for (const port of settings().serviceBPorts)
        for (const service of serviceHosts(settings()).map((each) => `http://${each}:${port}`))
          if (!readers.has(service)) readers.set(service, readFrom(service, port));
      await pause(500);
    }
    await Promise.all(readers.values());
  }

  const work = [postAll(), readAll()];
  const unread = () => [...acknowledged].filter((place) => !read.has(place)).length;
  return {
    seen: () => ({ acknowledged: acknowledged.size, unread: unread(), refused }),
    /** Posts nothing more, reads what is left, and ends. */
    async stop() {
      posting = false;
      await work[0];
      const deadlineMs = Date.now() + lastReadsMs;
      while (unread() > 0 && Date.now() < deadlineMs) await pause(100);
      end.abort();
      await Promise.all(work);
    },
  };
}

async function post(service: string, message: string): Promise<Place | undefined> {
  const response = await fetch(`${service}/api/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(message),
    signal: AbortSignal.timeout(answerMs),
  }).catch(() => undefined);
  return placeIn(response);
}

async function take(service: string, end: AbortSignal): Promise<Place | undefined> {
  const response = await fetch(`${service}/api/messages?timeout=5`, {
    headers: { accept: "application/json" },
    signal: AbortSignal.any([end, AbortSignal.timeout(answerMs)]),
  }).catch(() => undefined);
  return placeIn(response);
}

async function placeIn(response: Response | undefined): Promise<Place | undefined> {
  if (response?.status !== 200) return undefined;
  return (await response.json().catch(() => undefined)) as Place | undefined;
}
