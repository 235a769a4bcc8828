import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { vi } from "vitest";
import { parse } from "yaml";
import { officialImages } from "../../images/machine-images.ts";

/** A resource as the program declared it: its inputs, resolved, and its options. */
export interface Declared {
  readonly name: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: inputs have a shape for each type, and tests name what they expect.
  readonly inputs: Record<string, any>;
  readonly options: pulumi.CustomResourceOptions;
}

/** The result of a run of the program. */
export interface Run {
  readonly resources: Declared[];
  readonly outputs: Record<string, unknown>;
}

/**
 * Runs infra/index.ts without an engine, with Pulumi.yaml's defaults and then `settings`, in a stack of that name; with
 * the official images, whatever this machine has.
 */
export async function runProgram(stack: string, settings: Record<string, string> = {}): Promise<Run> {
  const options = new Map<string, pulumi.CustomResourceOptions>();
  const declared = await prepare(stack, settings);
  const outputs = await pulumi.runtime.runInPulumiStack(async () => {
    pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
      options.set(`${type} ${name}`, opts);
      return undefined;
    });
    return importProgram();
  });
  await pulumi.runtime.disconnect();
  const resources = declared.map((it) => ({ ...it, options: options.get(`${it.type} ${it.name}`) ?? {} }));
  return { resources, outputs: outputs ?? {} };
}

/** Runs the program with settings that it must refuse. */
export async function failProgram(stack: string, settings: Record<string, string>) {
  const resources = await prepare(stack, settings);
  const error: unknown = await importProgram().then(
    () => undefined,
    (reason) => reason,
  );
  return { error, resources };
}

/** The settings of a stack file of this repository, such as "dev". */
export function settingsOf(stack: string): Record<string, string> {
  const { config } = readYaml<{ config: Record<string, unknown> }>(`../../Pulumi.${stack}.yaml`);
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace("kafka-lab:", ""), String(value)]),
  );
}

/** The defaults that Pulumi.yaml declares, as an engine hands them to the program. */
export function projectDefaults(): Record<string, string> {
  const { config } = readYaml<{ config: Record<string, { default: unknown }> }>("../../Pulumi.yaml");
  return qualified(Object.fromEntries(Object.entries(config).map(([key, it]) => [key, String(it.default)])));
}

async function prepare(
  stack: string,
  settings: Record<string, string>,
): Promise<Omit<Declared, "options">[]> {
  const declared: Omit<Declared, "options">[] = [];
  const newResource = ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
    declared.push({ type, name, inputs });
    return { id: `${name}-id`, state: { ...inputs, ...answerOfDocker(type, name) } };
  };
  await pulumi.runtime.setMocks({ call: () => ({}), newResource }, "kafka-lab", stack);
  pulumi.runtime.setAllConfig({ ...projectDefaults(), ...qualified({ ...officialImages, ...settings }) });
  return declared;
}

/** A program is its module: forgetting the modules makes the import run it again. */
async function importProgram(): Promise<Record<string, unknown>> {
  vi.resetModules();
  return { ...(await import("../index.ts")) };
}

function qualified(settings: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [`kafka-lab:${key}`, value]));
}

function readYaml<Content>(path: string): Content {
  return parse(readFileSync(new URL(path, import.meta.url), "utf8"));
}

function answerOfDocker(type: string, name: string): Record<string, string> {
  if (type === "docker:index/remoteImage:RemoteImage") {
    return { imageId: `sha256:${name}`, repoDigest: `registry@sha256:${name}` };
  }
  if (type === "docker:index/image:Image") return { repoDigest: `sha256:built-${name}` };
  return {};
}
