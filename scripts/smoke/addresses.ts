import { readFile } from "node:fs/promises";
import { defaultPorts, memberName, serviceHostIp } from "../../common/lab-layout.ts";
import { labDir } from "../../common/project.mjs";
import { stateFile } from "../../engine/stack-files.ts";
import { useSwarmOf } from "../../lib/hosts/use-hosts.ts";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { readLabConfig, rememberedStack } from "../../lib/project/lab-config.ts";
import type { Service, Services } from "./ask-service.ts";
import { findOnNodes } from "./nodes.ts";

type Given = { serviceA?: string; serviceB?: string[] };

/** The services to test, and the names of their containers for the hints. */
export async function findLab(options: Given & { stack?: string; timeout?: number }): Promise<Services> {
  const stack = rememberedStack(options.stack);
  if (!stack) return findServices(options, {});
  const config = readLabConfig(stack);
  await useSwarmOf(config);
  const onNodes = config.nodes.length > 0 && !options.serviceA && !options.serviceB;
  if (onNodes) return findOnNodes(config, (options.timeout ?? 0) * 1_000);
  return findServices(options, await readOutputs(stack), config);
}

/**
 * Finds where the services answer: from the user's options, else the outputs of the stack, else the ports of its
 * configuration, so that services started by hand, or in a backend that only the Pulumi CLI reads, can be tested too.
 */
export function findServices(
  options: Given,
  outputs: Record<string, unknown>,
  {
    prefix = "",
    serviceAPort = defaultPorts.serviceA,
    serviceBPorts = [defaultPorts.serviceB],
  }: Partial<Pick<LabConfig, "prefix" | "serviceAPort" | "serviceBPorts">> = {},
): Services {
  const at = (port: number) => `http://${serviceHostIp}:${port}`;
  const a = options.serviceA ?? outputs.serviceAUrl ?? at(serviceAPort);
  const bs = [options.serviceB ?? outputs.serviceBUrls ?? serviceBPorts.map(at)].flat();
  const service = (name: string, url: unknown) => ({
    name,
    container: prefix + name,
    url: new URL(String(url)).origin,
  });
  const [first, ...others] = bs.map((url, index) => service(memberName("service-b", index + 1), url));
  return { serviceA: service("service-a", a), serviceBs: [first as Service, ...others] };
}

/**
 * Reads the outputs of the last `up` from the state file, because this needs no engine. There are none if the backend
 * keeps no files, or if the file cannot be read.
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
