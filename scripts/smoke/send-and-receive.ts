import { expBackoff, retry } from "zx";
import { LabError } from "../../common/lab-error.mjs";
import type { Answer, Service } from "./ask-service.ts";
import { ask, isHopeless, wrongAnswer } from "./ask-service.ts";

export type Delivery = { message: string; partition: number; offset: string | number };

/** Waits as long as a container may need to start, and then throws the last reason, not "timed out". */
export async function waitUntilReady(service: Service, budgetMs: number) {
  const deadline = performance.now() + budgetMs;
  const failure = await retry(10_000, expBackoff("1s", "50ms"), async () => {
    const unready = await whyNotReady(service);
    if (unready && performance.now() < deadline && !(await isHopeless(unready))) throw unready;
    return unready;
  });
  if (failure) throw failure;
}

export async function sendMessage(service: Service, message: string): Promise<Delivery> {
  const answer = await ask(service, "/api/messages", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(message),
    timeoutMs: 20_000,
  });
  return deliveryIn(service, "POST /api/messages", answer);
}

/**
 * Reads until our message arrives. Each read takes a message from another client that would have read it, hence the
 * limit; a partition belongs to one instance, and a client cannot see which one, so all are asked in turn.
 */
export async function readUntilArrived(
  services: Service[],
  message: string,
  { maxWaiting, budgetMs }: { maxWaiting: number; budgetMs: number },
) {
  const deadline = performance.now() + budgetMs;
  let waiting = 0;
  while (performance.now() < deadline) {
    for (const service of services) {
      const delivery = await readNext(service);
      if (delivery?.message === message) return { delivery, waiting, from: service };
      if (delivery) waiting += 1;
      if (waiting >= maxWaiting) throw tooManyWaiting(waiting);
    }
  }
  throw neverArrived(services, waiting, budgetMs);
}

async function readNext(service: Service) {
  const answer = await ask(service, "/api/messages?timeout=1");
  if (answer.status === 204 || answer.json?.type?.endsWith("not-assigned")) return undefined;
  return deliveryIn(service, "GET /api/messages", answer);
}

async function whyNotReady(service: Service) {
  try {
    const answer = await ask(service, "/readyz");
    return answer.status === 200 && answer.json ? undefined : wrongAnswer(service, "GET /readyz", answer);
  } catch (error) {
    return error;
  }
}

function deliveryIn(service: Service, call: string, answer: Answer): Delivery {
  const body = answer.json;
  const complete = body && "message" in body && "partition" in body && "offset" in body;
  if (answer.status !== 200 || !complete) throw wrongAnswer(service, call, answer);
  return body as Delivery;
}

function tooManyWaiting(waiting: number) {
  return new LabError(
    `${waiting} messages were waiting before ours; the smoke test reads no more of yours`,
    "read them first (GET /api/messages of service-b), or allow more: ./lab smoke --max-waiting 1000",
  );
}

function neverArrived(services: Service[], waiting: number, budgetMs: number) {
  const { container } = services[0] as Service;
  const names = services.map(({ name }) => name).join(", ");
  return new LabError(
    `the message was acknowledged and did not arrive at ${names} within ${budgetMs / 1_000} s (${waiting} others read)`,
    `is another instance of the group reading? docker logs --tail 20 ${container}; then ./lab doctor`,
  );
}
