import { LabError } from "../../common/lab-error.mjs";
import { routeTo } from "../../docker-client/client.ts";
import { endpointOf } from "../../docker-client/endpoint.ts";
import { http, https } from "../../docker-client/node-http.ts";

/** A laptop that starts three brokers at once may take more than ten seconds for an answer. */
const PATIENCE_MS = 30_000;

interface EngineAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what the engine says; the caller knows which question it asked
  readonly body: any;
}

/**
 * One GET, such as of `/version`, to the engine at DOCKER_HOST, over Node's own HTTP: the client library takes a tenth
 * of a second to load, which is too long before an `up` that has nothing to do.
 */
export async function engineGet(
  path: string,
  {
    timeoutMs = PATIENCE_MS,
    host,
    headers = {},
  }: { timeoutMs?: number; host?: string; headers?: Record<string, string> } = {},
): Promise<EngineAnswer> {
  const { protocol, agent, pathPrefix, target } = routeTo(endpointOf(host ? { host } : {}), {
    keepAlive: false,
  });
  const send = protocol === "https" ? https.request : http.request;
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(signal.aborted ? timeoutError(timeoutMs) : error);
    const call = send({ ...target, agent, path: pathPrefix + path, headers, signal }, (response) => {
      const chunks: string[] = [];
      response.setEncoding("utf8").on("data", (chunk) => chunks.push(chunk));
      response.on("error", failed);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: parse(chunks.join("")) }));
    });
    call.on("error", failed);
    call.end();
  });
}

function timeoutError(timeoutMs: number) {
  const error = new LabError(
    `Docker has not answered within ${timeoutMs / 1_000} s.`,
    "It may only be busy: try again. If `docker ps` hangs as well, restart Docker.",
  );
  return Object.assign(error, { code: "ETIMEDOUT" });
}

function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
