import { readFile } from "node:fs/promises";
import { readLabConfig, rememberedStack } from "../../lib/project/lab-config.mjs";
import { labDir } from "../../lib/project/project.mjs";
import { stateFile } from "../../lib/project/state.mjs";

/**
 * @typedef {import("./service.mjs").Service} Service
 * @typedef {{ serviceA?: string, serviceB?: string[] }} Given
 * @typedef {{ serviceA: Service, serviceBs: [Service, ...Service[]] }} Services
 */

/**
 * The services to test, and the names of their containers for the hints.
 *
 * @param {Given & { stack?: string }} options
 * @returns {Promise<Services>}
 */
export async function findLab(options) {
  const stack = rememberedStack(options.stack);
  if (!stack) return findServices(options, {});
  return findServices(options, await readOutputs(stack), readLabConfig(stack));
}

/**
 * Where they answer: what the user says, else what the stack put out, else the ports of its configuration, so that
 * services started by hand, or kept in a backend that only the Pulumi CLI reads, can be tested as well.
 *
 * @param {Given} options
 * @param {Record<string, unknown>} outputs of the stack
 * @param {Partial<Pick<import("../../lib/project/lab-config.mjs").LabConfig, "prefix" | "serviceAPort" | "serviceBPorts">>} [config]
 * @returns {Services}
 */
export function findServices(
  options,
  outputs,
  { prefix = "", serviceAPort = 5101, serviceBPorts = [5102] } = {},
) {
  const at = (/** @type {number} */ port) => `http://127.0.0.1:${port}`;
  const a = options.serviceA ?? outputs.serviceAUrl ?? at(serviceAPort);
  const bs = [options.serviceB ?? outputs.serviceBUrls ?? serviceBPorts.map(at)].flat();
  const service = (/** @type {string} */ name, /** @type {unknown} */ url) => ({
    name,
    container: prefix + name,
    url: new URL(String(url)).origin,
  });
  const [first, ...others] = bs.map((url, index) =>
    service(index === 0 ? "service-b" : `service-b-${index + 1}`, url),
  );
  return { serviceA: service("service-a", a), serviceBs: [/** @type {Service} */ (first), ...others] };
}

/**
 * The outputs that the last `up` left in the state: read from its file, because this needs no engine. None where the
 * backend keeps no files, or the file cannot be read.
 *
 * @param {string} stack
 * @returns {Promise<Record<string, unknown>>}
 */
export async function readOutputs(stack, projectDir = labDir) {
  try {
    /** @type {{ type: string, outputs?: Record<string, unknown> }[]} */
    const resources = JSON.parse(await readFile(stateFile(projectDir, stack), "utf8")).checkpoint.latest
      .resources;
    return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  } catch {
    return {};
  }
}
