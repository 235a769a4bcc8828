import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readLabConfig, rememberedStack } from "../lab-config.mjs";
import { labDir } from "../project.mjs";

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
  return findServices(options, await readOutputs(stack), { prefix: readLabConfig(stack).prefix });
}

/**
 * Where they answer: what the user says, else what the stack put out, else the ports of the contract, so that services
 * started by hand can be tested as well.
 *
 * @param {Given} options
 * @param {Record<string, unknown>} outputs of the stack
 * @param {{ prefix?: string }} [naming]
 * @returns {Services}
 */
export function findServices(options, outputs, { prefix = "" } = {}) {
  const a = options.serviceA ?? outputs.serviceAUrl ?? "http://127.0.0.1:5101";
  const bs = [options.serviceB ?? outputs.serviceBUrls ?? "http://127.0.0.1:5102"].flat();
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
 * The outputs that the last `up` left in the state: read from its file, because this needs no engine.
 *
 * @param {string} stack
 * @returns {Promise<Record<string, unknown>>}
 */
export async function readOutputs(stack, projectDir = labDir) {
  const file = join(projectDir, ".pulumi-state/.pulumi/stacks/kafka-lab", `${stack}.json`);
  const text = await readFile(file, "utf8").catch(() => "{}");
  /** @type {{ type: string, outputs?: Record<string, unknown> }[]} */
  const resources = JSON.parse(text).checkpoint?.latest?.resources ?? [];
  return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}
