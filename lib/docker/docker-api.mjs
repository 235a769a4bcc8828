import { request } from "node:http";
import { request as requestSecurely } from "node:https";
import { routeTo } from "../../docker-client/client.ts";
import { endpointOf } from "../../docker-client/endpoint.ts";

/**
 * One GET to the engine at DOCKER_HOST, over Node's own HTTP: the client library takes a tenth of a second to load,
 * which is too long before an `up` that has nothing to do.
 * @param {string} path such as `/version`
 * @param {{ timeoutMs?: number, host?: string, headers?: Record<string, string> }} [options]
 * @returns {Promise<{ status: number, body: any }>}
 */
export async function engineGet(path, { timeoutMs = 5000, host, headers = {} } = {}) {
  const { protocol, agent, pathPrefix, target } = routeTo(endpointOf(host ? { host } : {}), {
    keepAlive: false,
  });
  const send = protocol === "https" ? requestSecurely : request;
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const failed = (/** @type {Error} */ error) => reject(signal.aborted ? timeoutError(timeoutMs) : error);
    const call = send({ ...target, agent, path: pathPrefix + path, headers, signal }, (response) => {
      /** @type {string[]} */
      const chunks = [];
      response.setEncoding("utf8").on("data", (chunk) => chunks.push(chunk));
      response.on("error", failed);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: parse(chunks.join("")) }));
    });
    call.on("error", failed);
    call.end();
  });
}

/** @param {number} timeoutMs */
function timeoutError(timeoutMs) {
  return Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: "ETIMEDOUT" });
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
