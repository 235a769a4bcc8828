import { randomUUID } from "node:crypto";
import { EngineError } from "../../common/engine-error.ts";
import type { Resource } from "../model/checkpoint.ts";
import { reveal } from "../model/property-values.ts";
import type { ResourcePackage } from "../model/resource-package.ts";
import type { PropertyMap } from "../model/resource-type.ts";
import { makeUrn, nameOf, typeOf } from "../model/urn.ts";

/** The providers of a stack, with one connection for each. */
export class Providers {
  readonly #connections = new Map<string, unknown>();
  readonly #stack: string;
  readonly #project: string;
  readonly #package: ResourcePackage;
  readonly #config: PropertyMap;
  readonly #type: string;

  /** `config` has the stack's settings under the name of the package, for the default provider. */
  constructor(stack: string, project: string, resourcePackage: ResourcePackage, config: PropertyMap) {
    this.#stack = stack;
    this.#project = project;
    this.#package = resourcePackage;
    this.#config = config;
    this.#type = `pulumi:providers:${resourcePackage.name}`;
  }

  /** The URN of the provider that the engine adds by itself, named after the SDK's version as in Pulumi. */
  defaultUrn(version: string): string {
    const name = version === "" ? "default" : `default_${version.replaceAll(/[.+]/g, "_")}`;
    return makeUrn(this.#stack, this.#project, "", this.#type, name);
  }

  /** That provider as the state holds it; it keeps the id it had. */
  defaultFor(version: string, old: Resource | undefined): Resource {
    const outputs = { ...this.#config, ...(version === "" ? {} : { version }) };
    const inputs = { __internal: {}, ...outputs };
    const urn = this.defaultUrn(version);
    return {
      urn,
      custom: true,
      type: this.#type,
      ...old,
      id: old?.id ?? randomUUID(),
      inputs,
      outputs,
    };
  }

  /** The connection behind `URN::ID`, made when it is first used; `resources` includes the provider. */
  connectionOf(reference: string, resources: readonly Resource[]): unknown {
    const existing = this.#connections.get(reference);
    if (existing !== undefined) return existing;
    const provider = resources.find((resource) => referenceTo(resource) === reference);
    const connection = this.#package.connect(
      provider?.inputs === undefined ? this.#config : (reveal(provider.inputs) as PropertyMap),
    );
    this.#connections.set(reference, connection);
    return connection;
  }

  /** Refuses types of other packages, by name. */
  refuseForeign(type: string): void {
    const [packageName] = type.split(":");
    if (packageName === this.#package.name || type === this.#type) return;
    throw unsupportedType(type);
  }

  /** Checks the inputs of an explicit provider, named as in `docker.ProviderArgs`, and returns them. */
  checkedInputs(urn: string, inputs: PropertyMap): PropertyMap {
    const failures = this.#package.checkProvider(reveal(inputs) as PropertyMap);
    if (failures.length === 0) return inputs;
    const reasons = failures.map(({ property, reason }) => `${property}: ${reason}`).join("; ");
    throw new EngineError(`${typeOf(urn)} "${nameOf(urn)}": ${reasons}`);
  }
}

/** The reference to a provider in the state. */
export function referenceTo(provider: Resource): string {
  return `${provider.urn}::${provider.id}`;
}

/** An error that says what to do about a resource whose type this engine does not know. */
export function unsupportedType(type: string): EngineError {
  const instead = INSTEAD[type] === undefined ? "" : `, or ${INSTEAD[type]}`;
  return new EngineError(`${type}: not supported by the embedded engine; use the Pulumi CLI${instead}`);
}

/** How to get the same result with supported types. */
const INSTEAD: Readonly<Record<string, string>> = {
  "pulumi:pulumi:StackReference": "give the other stack's value in this one's configuration",
  "pulumi-nodejs:dynamic:Resource": "do what the dynamic provider does in a container",
};
