import { LabError } from "../lab-error.mjs";

/**
 * @typedef {{ name: string, container: string, url: string }} Service where one service answers, and the container to look at when it does not
 * @typedef {{ status: number, contentType: string, text: string, json: Record<string, any> | undefined }} Answer
 */

/**
 * One HTTP request whose every way to fail is told in the learner's terms, because "fetch failed" mends nothing.
 *
 * @param {Service} service
 * @param {string} path
 * @param {RequestInit & { timeoutMs?: number }} [init]
 * @returns {Promise<Answer>}
 */
export async function ask(service, path, { timeoutMs = 5_000, ...init } = {}) {
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
    throw noAnswer(service, error, timeoutMs);
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
  return new LabError(
    `${name} runs${aboutKafka}: ${call} gave 503, "${reason}"`,
    `is the broker up? docker start ${kafka} (its log: docker logs --tail 20 ${kafka}), then ./lab smoke`,
  );
}

/**
 * @param {Service} service
 * @param {unknown} error
 * @param {number} timeoutMs
 */
function noAnswer({ name, container, url }, error, timeoutMs) {
  const cause = /** @type {{ cause?: { code?: string }, name?: string }} */ (error);
  const code = cause.cause?.code ?? cause.name ?? String(error);
  if (code === "ECONNREFUSED") {
    return new LabError(
      `${name} is stopped, or listens elsewhere: ${url} refused the connection`,
      `docker start ${container} if it is stopped, ./lab up if there is none, or ./lab smoke ${optionFor(name)}`,
    );
  }
  if (code === "TimeoutError") {
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
