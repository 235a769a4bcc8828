import { expBackoff, retry } from "zx";
import { LabError } from "../../common/lab-error.mjs";
import { ask, isHopeless, wrongAnswer } from "./service.mjs";

/**
 * @typedef {import("./service.mjs").Service} Service
 * @typedef {{ message: string, partition: number, offset: string | number }} Delivery
 */

/**
 * Waits as long as a container may need to start, and then gives the last reason, not "timed out".
 *
 * @param {Service} service
 * @param {number} budgetMs
 */
export async function waitUntilReady(service, budgetMs) {
  const deadline = performance.now() + budgetMs;
  const failure = await retry(10_000, expBackoff("1s", "50ms"), async () => {
    const unready = await whyNotReady(service);
    if (unready && performance.now() < deadline && !(await isHopeless(unready))) throw unready;
    return unready;
  });
  if (failure) throw failure;
}

/**
 * @param {Service} service
 * @param {string} message
 * @returns {Promise<Delivery>}
 */
export async function sendMessage(service, message) {
  const answer = await ask(service, "/api/messages", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(message),
    timeoutMs: 20_000,
  });
  return deliveryIn(service, "POST /api/messages", answer);
}

/**
 * Reads until our message comes. A reading takes a message from whoever would have read it next, hence the limit;
 * a partition belongs to one instance, and from outside nobody knows to which: all are asked in turn.
 *
 * @param {Service[]} services
 * @param {string} message
 * @param {{ maxWaiting: number, budgetMs: number }} limits
 */
export async function readUntilArrived(services, message, { maxWaiting, budgetMs }) {
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

/** @param {Service} service */
async function readNext(service) {
  const answer = await ask(service, "/api/messages?timeout=1");
  if (answer.status === 204 || answer.json?.type?.endsWith("not-assigned")) return undefined;
  return deliveryIn(service, "GET /api/messages", answer);
}

/** @param {Service} service */
async function whyNotReady(service) {
  try {
    const answer = await ask(service, "/readyz");
    return answer.status === 200 && answer.json ? undefined : wrongAnswer(service, "GET /readyz", answer);
  } catch (error) {
    return error;
  }
}

/**
 * @param {Service} service
 * @param {string} call
 * @param {import("./service.mjs").Answer} answer
 * @returns {Delivery}
 */
function deliveryIn(service, call, answer) {
  const body = answer.json;
  const complete = body && "message" in body && "partition" in body && "offset" in body;
  if (answer.status !== 200 || !complete) throw wrongAnswer(service, call, answer);
  return /** @type {Delivery} */ (body);
}

/** @param {number} waiting */
function tooManyWaiting(waiting) {
  return new LabError(
    `${waiting} messages were waiting before ours; the smoke test reads no more of yours`,
    "read them first (GET /api/messages of service-b), or allow more: ./lab smoke --max-waiting 1000",
  );
}

/**
 * @param {Service[]} services
 * @param {number} waiting
 * @param {number} budgetMs
 */
function neverArrived(services, waiting, budgetMs) {
  const { container } = /** @type {Service} */ (services[0]);
  const names = services.map(({ name }) => name).join(", ");
  return new LabError(
    `the message was acknowledged and did not arrive at ${names} within ${budgetMs / 1_000} s (${waiting} others read)`,
    `is another instance of the group reading? docker logs --tail 20 ${container}; then ./lab doctor`,
  );
}
