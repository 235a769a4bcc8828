import { spareLoopback } from "../../lib/reach/loopback.mjs";

/** @import { HttpAnswer, LabHttp } from "../authoring/lesson.ts" */
/** @import { LabConfig } from "../../lib/project/lab-config.mjs" */

/**
 * The services by HTTP, on the ports of the config as it stands; an answer that never comes is status 0.
 *
 * @param {() => LabConfig} config
 * @returns {LabHttp}
 */
export function openHttp(config) {
  const portOf = (/** @type {string} */ service) => {
    const { serviceAPort, serviceBPorts } = config();
    return service === "service-a" ? serviceAPort : serviceBPorts[instanceOf(service) - 1];
  };
  return {
    post(message, { key, headers } = {}) {
      const body = JSON.stringify(key === undefined && !headers ? message : { message, key, headers });
      return ask(`http://127.0.0.1:${config().serviceAPort}/api/messages`, 20_000, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
    },
    get({ timeoutSeconds = 30, instance = 1 } = {}) {
      const port = config().serviceBPorts[instance - 1];
      const url = `http://127.0.0.1:${port}/api/messages?timeout=${timeoutSeconds}`;
      return ask(url, (timeoutSeconds + 10) * 1_000);
    },
    async readyz(service) {
      const { status } = await ask(`http://127.0.0.1:${portOf(service)}/readyz`, 5_000);
      return status === 200;
    },
  };
}

/** @param {string} service such as service-b-2 */
function instanceOf(service) {
  return Number(service.slice("service-b-".length) || 1);
}

/**
 * @param {string} url
 * @param {number} timeoutMs
 * @param {RequestInit} [init]
 * @returns {Promise<HttpAnswer>}
 */
async function ask(url, timeoutMs, init = {}) {
  spareLoopback();
  try {
    const headers = { accept: "application/json", ...init.headers };
    const response = await fetch(url, { ...init, headers, signal: AbortSignal.timeout(timeoutMs) });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, body: isJson && text ? JSON.parse(text) : text };
  } catch (error) {
    return { status: 0, body: String(/** @type {Error} */ (error).cause ?? error) };
  }
}
