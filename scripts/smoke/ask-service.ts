import { LabError } from "../../common/lab-error.mjs";
import { adviseContainers } from "../../lib/reach/container-state.ts";
import { spareLoopback } from "../../lib/reach/loopback.ts";
import type { Parts } from "../../lib/reach/unreached.ts";
import { acceptsConnection, explainUnreached } from "../../lib/reach/unreached.ts";

/** Where one service answers, and the container to look at when it does not. */
export type Service = { name: string; container: string; url: string };

/** Those of a lab. */
export type Services = { serviceA: Service; serviceBs: [Service, ...Service[]] };

// biome-ignore lint/suspicious/noExplicitAny: a broken service may answer anything
type Body = Record<string, any>;

export type Answer = {
  status: number;
  contentType: string;
  text: string;
  json: Body | undefined;
};

/** There was no connection: the advice depends on what Docker knows about the container. */
class Unreached extends LabError {
  readonly service: Service;

  /** `what` says how the connection failed. */
  constructor(service: Service, what: string) {
    const { name, url } = service;
    super(
      `${name} is stopped, or listens elsewhere: ${url} ${what}`,
      `./lab doctor says which; if ${name} is elsewhere: ./lab smoke ${optionFor(name)}`,
    );
    this.service = service;
  }
}

/** The service answers, but Kafka does not answer the service. */
class NotReady extends LabError {
  readonly kafka: string;

  /** `kafka` is the container of the broker. */
  constructor(message: string, kafka: string) {
    super(
      message,
      `is the broker up? ./lab doctor (its log: docker logs --tail 20 ${kafka}), then ./lab smoke`,
    );
    this.kafka = kafka;
  }
}

/** Adds what Docker knows to a failure, if it knows anything. */
export async function lookInDocker(error: unknown, parts?: Parts): Promise<unknown> {
  if (error instanceof NotReady) {
    const hint = `${await adviseContainers([error.kafka])}; then ./lab smoke`;
    return new LabError(error.message, hint, { cause: error });
  }
  const why = error instanceof Unreached ? await explain(error, parts) : undefined;
  return why ? new LabError(why.message, why.hint, { cause: error }) : error;
}

/** Whether waiting is useless, because the service is healthy but cannot be reached from here. */
export async function isHopeless(error: unknown, parts?: Parts) {
  return error instanceof Unreached && ((await explain(error, parts))?.isHopeless ?? false);
}

function explain({ service: { name, container, url } }: Unreached, parts?: Parts) {
  return explainUnreached({ name, container, ...addressOf(url) }, parts);
}

function addressOf(url: string) {
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname.replace(/[[\]]/g, ""), port: Number(port || (protocol === "https:" ? 443 : 80)) };
}

/** Sends one HTTP request and explains every failure in the learner's terms, because "fetch failed" does not help. */
export async function ask(
  service: Service,
  path: string,
  { timeoutMs = 5_000, ...init }: RequestInit & { timeoutMs?: number } = {},
): Promise<Answer> {
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
 * Says why the answer to a call, such as `GET /readyz`, was not the expected one: Kafka is away, or this is not the
 * service at all.
 */
export function wrongAnswer({ name, container, url }: Service, call: string, answer: Answer) {
  if (answer.status === 503 && answer.json) return notReady(name, container, call, answer.json);
  const said = answer.json?.detail ?? answer.json?.title ?? firstLine(answer.text);
  return new LabError(
    `something that is not ${name} answers at ${url}: ${call} gave ${answer.status} (${answer.contentType}), "${said}"`,
    `see what holds the port: ./lab doctor; if ${name} is elsewhere: ./lab smoke ${optionFor(name)}`,
  );
}

/** Reads the body of a 503, which is a readiness report or a problem document. */
function notReady(name: string, container: string, call: string, { waitingFor, detail }: Body) {
  const kafka = container.replace(/service-[ab](-\d)?$/, "kafka");
  const reason = waitingFor ? `waits for ${waitingFor.join(", ")}` : detail;
  const aboutKafka = /kafka/i.test(reason) ? ", and Kafka does not answer it" : "";
  return new NotReady(`${name} runs${aboutKafka}: ${call} gave 503, "${reason}"`, kafka);
}

/** The errors of a connection that was never established; a firewall that drops packets causes a time-out. */
const neverConnected = [
  ...["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL", "ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT"],
  ...["ENOTFOUND", "EAI_AGAIN"],
];

async function noAnswer(service: Service, error: unknown, timeoutMs: number) {
  const { name, container, url } = service;
  const cause = error as { cause?: { code?: string }; name?: string };
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
    `see what holds the port: ./lab doctor; if ${name} is elsewhere: ./lab smoke ${optionFor(name)}`,
    { cause: error },
  );
}

function optionFor(name: string) {
  return `--${name.slice(0, "service-a".length)} URL`;
}

function parseJson(contentType: string, text: string) {
  if (!/\bjson\b/.test(contentType)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstLine(text: string) {
  return (text.split("\n")[0] ?? "").slice(0, 80);
}
