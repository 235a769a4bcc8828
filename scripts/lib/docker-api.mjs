import { request } from "node:http";
import { defaultSocket } from "./docker-host.mjs";

/**
 * One GET to the engine at DOCKER_HOST, over Node's own HTTP: the client library takes a tenth of a second to load,
 * which is too long before an `up` that has nothing to do. TLS and SSH are left to the library.
 * @param {string} path such as `/version`
 * @param {{ timeoutMs?: number, host?: string }} [options]
 * @returns {Promise<{ status: number, body: any }>}
 */
export async function engineGet(
  path,
  { timeoutMs = 5000, host = process.env.DOCKER_HOST || `unix://${defaultSocket}` } = {},
) {
  const target = plainTarget(host);
  if (target === undefined) return libraryGet(path, timeoutMs);
  return new Promise((resolve, reject) => {
    const call = request({ ...target, path, timeout: timeoutMs }, (response) => {
      /** @type {string[]} */
      const chunks = [];
      response.setEncoding("utf8").on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: parse(chunks.join("")) }));
    });
    call.on("timeout", () => call.destroy(timeoutError(timeoutMs)));
    call.on("error", reject);
    call.end();
  });
}

/** @param {string} host */
function plainTarget(host) {
  if (host.startsWith("unix://")) return { socketPath: host.slice("unix://".length) };
  if (!host.startsWith("tcp://") || process.env.DOCKER_TLS_VERIFY) return undefined;
  const { hostname, port } = new URL(host);
  return { host: hostname, port: port || "2375" };
}

/**
 * @param {string} path
 * @param {number} timeoutMs
 * @returns {Promise<{ status: number, body: any }>}
 */
async function libraryGet(path, timeoutMs) {
  const { default: Dockerode } = await import("dockerode");
  const abortSignal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const options = { path, method: "GET", abortSignal, statusCodes: { 200: true } };
    new Dockerode().modem.dial(options, (error, body) => {
      if (!error) resolve({ status: 200, body });
      else if ("statusCode" in error) resolve({ status: Number(error.statusCode), body: undefined });
      else reject(error);
    });
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
