import { readFile } from "node:fs/promises";
import { stateFile } from "../../engine/stack-files.ts";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { readLabConfig, rememberedStack } from "../../lib/project/lab-config.ts";
import { labDir } from "../../lib/project/project.mjs";
import type { Service } from "./service.ts";

export type Given = { serviceA?: string; serviceB?: string[] };

export type Services = { serviceA: Service; serviceBs: [Service, ...Service[]] };

/** The services to test, and the names of their containers for the hints. */
export async function findLab(options: Given & { stack?: string }): Promise<Services> {
  const stack = rememberedStack(options.stack);
  if (!stack) return findServices(options, {});
  return findServices(options, await readOutputs(stack), readLabConfig(stack));
}

/**
 * Where they answer: what the user says, else what the stack put out, else the ports of its configuration, so that
 * services started by hand, or kept in a backend that only the Pulumi CLI reads, can be tested as well. `outputs`:
 * of the stack.
 */
export function findServices(
  options: Given,
  outputs: Record<string, unknown>,
  {
    prefix = "",
    serviceAPort = 5101,
    serviceBPorts = [5102],
  }: Partial<Pick<LabConfig, "prefix" | "serviceAPort" | "serviceBPorts">> = {},
): Services {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const a = options.serviceA ?? outputs.serviceAUrl ?? at(serviceAPort);
  const bs = [options.serviceB ?? outputs.serviceBUrls ?? serviceBPorts.map(at)].flat();
  const service = (name: string, url: unknown) => ({
    name,
    container: prefix + name,
    url: new URL(String(url)).origin,
  });
  const [first, ...others] = bs.map((url, index) =>
    service(index === 0 ? "service-b" : `service-b-${index + 1}`, url),
  );
  return { serviceA: service("service-a", a), serviceBs: [first as Service, ...others] };
}

/**
 * The outputs that the last `up` left in the state: read from its file, because this needs no engine. None where the
 * backend keeps no files, or the file cannot be read.
 */
export async function readOutputs(stack: string, projectDir = labDir): Promise<Record<string, unknown>> {
  try {
    const resources: { type: string; outputs?: Record<string, unknown> }[] = JSON.parse(
      await readFile(stateFile(projectDir, stack), "utf8"),
    ).checkpoint.latest.resources;
    return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  } catch {
    return {};
  }
}
