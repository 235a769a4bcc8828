import { type IncomingMessage, request } from "node:http";
import { performance } from "node:perf_hooks";
import type { ServiceAnswer, ServiceCall } from "../../contract/api.ts";
import type { ServiceAddress } from "./addresses.ts";

export interface CallLimits {
  readonly timeoutMs: number;
  /** Of the answer's body. */
  readonly mostBytes: number;
  /** Aborted when the page has left: a message that nobody reads must stay in Kafka. */
  readonly signal?: AbortSignal;
}

/**
 * Sends one request to a service, exactly as described, and follows no redirect.
 * @throws Error with `code` when the service does not answer; `ETIMEDOUT` when it took too long
 */
export async function callService(
  { host, port }: Pick<ServiceAddress, "host" | "port">,
  { method, path, headers, body }: ServiceCall,
  { timeoutMs, mostBytes, signal }: CallLimits,
): Promise<ServiceAnswer> {
  const startedMs = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<ServiceAnswer>();
  const late = AbortSignal.timeout(timeoutMs);
  const signals = signal === undefined ? late : AbortSignal.any([late, signal]);
  const failed = (error: Error) =>
    reject(late.aborted ? Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" }) : error);
  const call = request({ host, port, method, path: targetOf(path), agent: false, signal: signals });
  call.on("error", failed);
  call.on("response", async (response) => {
    try {
      const { text, isCut } = await readText(response, mostBytes);
      resolve({
        status: response.statusCode ?? 0,
        headers: pairsOf(response.rawHeaders),
        body: text,
        isCut,
        tookMs: Math.round(performance.now() - startedMs),
      });
    } catch (error) {
      failed(error as Error);
    }
  });
  for (const [name, values] of Map.groupBy(headers, ([each]) => each.toLowerCase()))
    call.setHeader(
      name,
      values.map(([, value]) => value),
    );
  // Node would send the body of a GET without saying how long it is.
  if (body !== undefined) call.setHeader("content-length", Buffer.byteLength(body));
  call.end(body);
  return promise;
}

/** A path as it may stand in a request: a fragment never does, and other characters are percent-encoded. */
export function targetOf(path: string): string {
  const [sent = ""] = path.split("#");
  return sent.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}

async function readText(
  response: IncomingMessage,
  mostBytes: number,
): Promise<{ text: string; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size > mostBytes) break;
  }
  return { text: Buffer.concat(chunks).subarray(0, mostBytes).toString(), isCut: size > mostBytes };
}

function pairsOf(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 ? [[name, raw[index + 1] ?? ""] as [string, string]] : [],
  );
}
