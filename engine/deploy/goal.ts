import { EngineError } from "../../common/engine-error.ts";
import type { Resource } from "../model/checkpoint.ts";
import { conceal, hasSecret, isMap, reveal, secret } from "../model/property-values.ts";
import type { Registration } from "../model/registration.ts";
import type { PropertyMap } from "../model/resource-type.ts";
import { nameOf, typeOf } from "../model/urn.ts";

/** A registration as the state would hold it: inputs and options, no id and no outputs yet. */
export function goalOf(
  urn: string,
  registration: Registration,
  provider: string | undefined,
  inputs: PropertyMap,
): Resource {
  const { dependencies, propertyDependencies, customTimeouts } = registration;
  const hasInputs = registration.custom || Object.keys(inputs).length > 0;
  return {
    urn,
    custom: registration.custom,
    type: registration.type,
    ...(hasInputs ? { inputs } : {}),
    ...(registration.parent === "" ? {} : { parent: registration.parent }),
    ...(registration.protect === true ? { protect: true } : {}),
    ...(dependencies.length === 0 ? {} : { dependencies: [...dependencies] }),
    ...(provider === undefined ? {} : { provider }),
    ...(Object.keys(propertyDependencies).length === 0
      ? {}
      : { propertyDependencies: structuredClone(propertyDependencies) as Record<string, string[]> }),
    ...listed("additionalSecretOutputs", registration.additionalSecretOutputs),
    ...(customTimeouts === undefined ? {} : { customTimeouts }),
    ...(registration.importId === "" ? {} : { importID: registration.importId }),
    ...(registration.retainOnDelete === true ? { retainOnDelete: true } : {}),
    ...(registration.deletedWith === "" ? {} : { deletedWith: registration.deletedWith }),
    ...listed("ignoreChanges", registration.ignoreChanges),
    ...listed("replaceOnChanges", registration.replaceOnChanges),
  };
}

/** Makes a property with a secret anywhere inside secret as a whole, as the provider's own answer would be. */
export function secretsAtTop(inputs: PropertyMap): PropertyMap {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, hasSecret(value) ? secret(reveal(value)) : value]),
  );
}

/** Refuses options that this engine does not know, by name. */
export function refuseUnsupported(urn: string, registration: Registration): void {
  if (registration.unsupported.length === 0) return;
  throw new EngineError(
    `${typeOf(urn)} "${nameOf(urn)}": ${registration.unsupported.join(", ")}: not supported by the embedded engine; use the Pulumi CLI`,
  );
}

/** A resource that is kept or updated: what the program now says, with what only the state knows, its id and outputs. */
export function carryOver(goal: Resource, old: Resource): Resource {
  const { id, outputs, created, modified } = old;
  return {
    ...goal,
    ...(id === undefined ? {} : { id }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(created === undefined ? {} : { created }),
    ...(modified === undefined ? {} : { modified }),
  };
}

/** Inputs as a diff may show them: secrets concealed. */
export function shown(inputs: PropertyMap | undefined): PropertyMap {
  const concealed = conceal(inputs ?? {});
  return isMap(concealed) ? concealed : {};
}

function listed<Key extends string>(key: Key, list: readonly string[]): { [K in Key]?: string[] } {
  return list.length === 0 ? {} : ({ [key]: [...list] } as { [K in Key]?: string[] });
}
