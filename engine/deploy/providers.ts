import { randomUUID } from "node:crypto";
import type Dockerode from "dockerode";
import { EngineError } from "../../common/engine-error.ts";
import { checkProvider, connect } from "../docker/package/provider.ts";
import type { Resource } from "../model/checkpoint.ts";
import { reveal } from "../model/property-values.ts";
import type { PropertyMap } from "../model/resource-type.ts";
import { makeUrn, nameOf, typeOf } from "../model/urn.ts";

/** The only package whose resources this engine makes. */
export const PROVIDER_TYPE = "pulumi:providers:docker";

/** Knows which provider a resource belongs to, and holds one connection to Docker for each. */
export class Providers {
  readonly #connections = new Map<string, () => Dockerode>();
  readonly #stack: string;
  readonly #project: string;
  readonly #config: PropertyMap;

  /** `config` is what the stack says under `docker:`, for the default provider. */
  constructor(stack: string, project: string, config: PropertyMap) {
    this.#stack = stack;
    this.#project = project;
    this.#config = config;
  }

  /** The URN of the provider that the engine adds by itself, named after the SDK's version as Pulumi does. */
  defaultUrn(version: string): string {
    const name = version === "" ? "default" : `default_${version.replaceAll(/[.+]/g, "_")}`;
    return makeUrn(this.#stack, this.#project, "", PROVIDER_TYPE, name);
  }

  /** That provider as it stands in the state; it keeps the id it had. */
  defaultFor(version: string, old: Resource | undefined): Resource {
    const outputs = { ...this.#config, ...(version === "" ? {} : { version }) };
    const inputs = { __internal: {}, ...outputs };
    const urn = this.defaultUrn(version);
    return {
      urn,
      custom: true,
      type: PROVIDER_TYPE,
      ...old,
      id: old?.id ?? randomUUID(),
      inputs,
      outputs,
    };
  }

  /** The connection behind `URN::ID`, made when it is first used; `resources` is where the provider stands. */
  connectionOf(reference: string, resources: readonly Resource[]): () => Dockerode {
    const existing = this.#connections.get(reference);
    if (existing !== undefined) return existing;
    const provider = resources.find((resource) => referenceTo(resource) === reference);
    const connection = connect(
      provider?.inputs === undefined ? this.#config : (reveal(provider.inputs) as PropertyMap),
    );
    this.#connections.set(reference, connection);
    return connection;
  }
}

/** How a resource names its provider in the state. */
export function referenceTo(provider: Resource): string {
  return `${provider.urn}::${provider.id}`;
}

/** Refuses packages other than docker by name. */
export function refuseForeign(type: string): void {
  const [packageName] = type.split(":");
  if (packageName === "docker" || type === PROVIDER_TYPE) return;
  throw new EngineError(`${type}: not supported by the embedded engine; use the Pulumi CLI`);
}

/** The inputs of an explicit provider, checked; names are those of `docker.ProviderArgs`. */
export function checkedProviderInputs(urn: string, inputs: PropertyMap): PropertyMap {
  const failures = checkProvider(reveal(inputs) as PropertyMap);
  if (failures.length === 0) return inputs;
  const reasons = failures.map(({ property, reason }) => `${property}: ${reason}`).join("; ");
  throw new EngineError(`${typeOf(urn)} "${nameOf(urn)}": ${reasons}`);
}
