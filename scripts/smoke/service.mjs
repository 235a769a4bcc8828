import { LabError } from "../../common/lab-error.mjs";
import { adviseContainers } from "../../lib/reach/container-state.mjs";
import { spareLoopback } from "../../lib/reach/loopback.mjs";
import { acceptsConnection, explainUnreached } from "../../lib/reach/unreached.mjs";

/**
 * @typedef {{ name: string, container: string, url: string }} Service where one service answers, and the container to look at when it does not
 * @typedef {{ status: number, contentType: string, text: string, json: Record<string, any> | undefined }} Answer
 */

/** No connection came about: what to do depends on what Docker knows of the container. */
export class Unreached extends LabError {
  /**
   * @param {Service} service
   * @param {string} what what became of the connection
   */
  constructor(service, what) {
    const { name, url } = service;
    super(
      `${name} is stopped, or listens elsewhere: ${url} ${what}`,
      `./lab doctor says which; if ${name} is elsewhere: ./lab smoke ${optionFor(name)}`,
    );
    this.service = service;
  }
}

/** The service answers, and Kafka does not answer it. */
export class NotReady extends LabError {
  /** @param {string} message @param {string} kafka its container */
  constructor(message, kafka) {
    super(
      message,
      `is the broker up? ./lab doctor (its log: docker logs --tail 20 ${kafka}), then ./lab smoke`,
    );
    this.kafka = kafka;
  }
}

/**
 * The same failure with what Docker knows about it, where it knows anything.
 *
 * @param {unknown} error
 * @param {import("../../lib/reach/unreached.mjs").Parts} [parts]
 * @returns {Promise<unknown>}
 */
export async function lookInDocker(error, parts) {
  if (error instanceof NotReady) {
    const hint = `${await adviseContainers([error.kafka])}; then ./lab smoke`;
    return new LabError(error.message, hint, { cause: error });
  }
  const why = error instanceof Unreached ? await explain(error, parts) : undefined;
  return why ? new LabError(why.message, why.hint, { cause: error }) : error;
}

/**
 * Whether waiting is in vain: the service is well, and is not reached from here.
 *
 * @param {unknown} error
 * @param {import("../../lib/reach/unreached.mjs").Parts} [parts]
 */
export async function isHopeless(error, parts) {
  return error instanceof Unreached && ((await explain(error, parts))?.isHopeless ?? false);
}

/** @param {Unreached} error @param {import("../../lib/reach/unreached.mjs").Parts} [parts] */
function explain({ service: { name, container, url } }, parts) {
  return explainUnreached({ name, container, ...addressOf(url) }, parts);
}

/** @param {string} url */
function addressOf(url) {
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname.replace(/[[\]]/g, ""), port: Number(port || (protocol === "https:" ? 443 : 80)) };
}

/**
 * One HTTP request whose every way to fail is told in the learner's terms, because "fetch failed" mends nothing.
 *
 * @param {Service} service
 * @param {string} path
 * @param {RequestInit & { timeoutMs?: number }} [init]
 * @returns {Promise<Answer>}
 */
export async function ask(service, path, { timeoutMs = 5_000, ...init } = {}) {
  spareLoopback();
  try {
    const response = await fetch(new URL(path, service.url), {
      ...init,
      headers: { accept: "application/json", ...init.headers },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const contentType = response.headers.get("content-type") ?? "no content type";
    const text = await response.text();
    return { status: response.status, contentType, text, json: parseJson(contentType, text) };
  } catch (error) {
    throw await noAnswer(service, error, timeoutMs);
  }
}

/**
 * Says why an answer was not the expected one: Kafka is away, or this is not the service at all.
 *
 * @param {Service} service
 * @param {string} call what was asked, such as `GET /readyz`
 * @param {Answer} answer
 */
export function wrongAnswer({ name, container, url }, call, answer) {
  if (answer.status === 503 && answer.json) return notReady(name, container, call, answer.json);
  const said = answer.json?.detail ?? answer.json?.title ?? firstLine(answer.text);
  return new LabError(
    `something that is not ${name} answers at ${url}: ${call} gave ${answer.status} (${answer.contentType}), "${said}"`,
    `see who holds the port: ./lab doctor; if ${name} is elsewhere: ./lab smoke ${optionFor(name)}`,
  );
}

/**
 * @param {string} name
 * @param {string} container
 * @param {string} call
 * @param {Record<string, any>} body of the answer: a readiness report, or a problem
 */
function notReady(name, container, call, { waitingFor, detail }) {
  const kafka = container.replace(/service-[ab](-\d)?$/, "kafka");
  const reason = waitingFor ? `waits for ${waitingFor.join(", ")}` : detail;
  const aboutKafka = /kafka/i.test(reason) ? ", and Kafka does not answer it" : "";
  return new NotReady(`${name} runs${aboutKafka}: ${call} gave 503, "${reason}"`, kafka);
}

/** What a connection that never came about ends with; a firewall that drops it shows as a time-out. */
const neverConnected = [
  ...["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL", "ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT"],
  ...["ENOTFOUND", "EAI_AGAIN"],
];

/**
 * @param {Service} service
 * @param {unknown} error
 * @param {number} timeoutMs
 */
async function noAnswer(service, error, timeoutMs) {
  const { name, container, url } = service;
  const cause = /** @type {{ cause?: { code?: string }, name?: string }} */ (error);
  const code = cause.cause?.code ?? cause.name ?? String(error);
  if (code === "ECONNREFUSED") return new Unreached(service, "refused the connection");
  if (neverConnected.includes(code)) return new Unreached(service, `cannot be reached (${code})`);
  if (code === "TimeoutError") {
    const { host, port } = addressOf(url);
    if (!(await acceptsConnection(host, port))) return new Unreached(service, "takes no connection");
    return new LabError(
      `${name} took the connection at ${url} and did not answer within ${timeoutMs / 1_000} s`,
      `see what it is doing: docker logs --tail 20 ${container}; then ./lab doctor`,
    );
  }
  return new LabError(
    `something that is not ${name} answers at ${url}: it does not speak HTTP (${code})`,
    `see who holds the port: ./lab doctor; if ${name} is elsewhere: ./lab smoke ${optionFor(name)}`,
    { cause: error },
  );
}

/** @param {string} name */
function optionFor(name) {
  return `--${name.slice(0, "service-a".length)} URL`;
}

/**
 * @param {string} contentType
 * @param {string} text
 */
function parseJson(contentType, text) {
  if (!/\bjson\b/.test(contentType)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {string} text */
function firstLine(text) {
  return (text.split("\n")[0] ?? "").slice(0, 80);
}
