import type { ApiRequests } from "../../contract/api.ts";
import type { DrillRequests } from "../../contract/drill.ts";
import type { KafkaRequests } from "../../contract/kafka-requests.ts";
import type { LessonRequests } from "../../contract/lesson-requests.ts";
import { PAGE_TOKEN_HEADER } from "../../contract/page-token.ts";
import type { StackRequests } from "../../contract/stack.ts";
import { Failure, failureOf } from "./failure.ts";

export type Requests = LessonRequests & KafkaRequests & StackRequests & ApiRequests & DrillRequests;

export interface AskOptions<Route extends keyof Requests> {
  /** What stands for `:number` and so on in the route. */
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: Requests[Route] extends { body: infer Body } ? Body : never;
  readonly signal?: AbortSignal;
}

/** Asks the server. @throws Failure in words for the learner */
export async function ask<Route extends keyof Requests>(
  route: Route,
  { params = {}, query = {}, body, signal }: AskOptions<Route> = {},
): Promise<Requests[Route]["answer"]> {
  const [method = "GET", path = ""] = route.split(" ");
  return (await send(
    method,
    `/api${addressOf(path, params, query)}`,
    body,
    signal,
  )) as Requests[Route]["answer"];
}

/** Sends what is not in a table of routes, such as the opening of a terminal. */
export async function send(
  method: string,
  url: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  const headers = { [PAGE_TOKEN_HEADER]: pageToken(), "content-type": "application/json" };
  const asked: RequestInit = method === "GET" ? {} : { method, headers };
  if (body !== undefined) asked.body = JSON.stringify(body);
  if (signal) asked.signal = signal;
  const response = await fetch(url, asked).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new Failure(away);
  });
  const text = await response.text();
  if (!response.ok) throw failureOf(response.status, text);
  return text === "" ? undefined : JSON.parse(text);
}

export function pageToken(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=page-token]")?.content ?? "";
}

/** A route's path with its parameters and query; what is undefined is left out. */
export function addressOf(
  path: string,
  params: Readonly<Record<string, string | number>>,
  query: Readonly<Record<string, string | number | undefined>>,
): string {
  const filled = path.replace(/:([a-z]+)/g, (_, name) => encodeURIComponent(String(params[name] ?? "")));
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length === 0 ? filled : `${filled}?${search}`;
}

const away = {
  en: "The lab's server does not answer. Is ./lab open still running?",
  fr: "Le serveur du labo ne répond pas. ./lab open tourne-t-il encore\u00a0?",
};
