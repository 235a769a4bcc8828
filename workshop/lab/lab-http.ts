import type { LabConfig } from "../../lib/project/lab-config.ts";
import { spareLoopback } from "../../lib/reach/loopback.ts";
import { answeringHostOf, serviceHosts } from "../../lib/reach/service-hosts.ts";
import type { HttpAnswer, LabHttp } from "../authoring/lesson.ts";

/** The services by HTTP, on the ports of the current config, in a swarm on a node that runs one; no answer is status 0. */
export function openHttp(config: () => LabConfig): LabHttp {
  const portOf = (service: string) => {
    const { serviceAPort, serviceBPorts } = config();
    return service === "service-a" ? serviceAPort : serviceBPorts[instanceOf(service) - 1];
  };
  const urlOf = async (port: number | undefined) =>
    `http://${await answeringHostOf(serviceHosts(config()), port ?? 0)}:${port}`;
  return {
    async post(message, { key, headers } = {}) {
      const body = JSON.stringify(key === undefined && !headers ? message : { message, key, headers });
      return ask(`${await urlOf(config().serviceAPort)}/api/messages`, 20_000, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
    },
    async get({ timeoutSeconds = 30, instance = 1 } = {}) {
      const port = config().serviceBPorts[instance - 1];
      const url = `${await urlOf(port)}/api/messages?timeout=${timeoutSeconds}`;
      return ask(url, (timeoutSeconds + 10) * 1_000);
    },
    async readyz(service) {
      const { status } = await ask(`${await urlOf(portOf(service))}/readyz`, 5_000);
      return status === 200;
    },
  };
}

/** The number at the end of a name such as service-b-2. */
function instanceOf(service: string) {
  return Number(service.slice("service-b-".length) || 1);
}

async function ask(url: string, timeoutMs: number, init: RequestInit = {}): Promise<HttpAnswer> {
  spareLoopback();
  try {
    const headers = { accept: "application/json", ...init.headers };
    const response = await fetch(url, { ...init, headers, signal: AbortSignal.timeout(timeoutMs) });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, body: isJson && text ? JSON.parse(text) : text };
  } catch (error) {
    return { status: 0, body: String((error as Error).cause ?? error) };
  }
}
