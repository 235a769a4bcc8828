import { createRequire } from "node:module";
import type { Alias as AliasMessage } from "@pulumi/pulumi/proto/alias_pb.js";
import type * as ResourceMessages from "@pulumi/pulumi/proto/resource_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { parseGoDuration } from "../../common/go-duration.ts";
import { flattenOutputValues, isMap } from "../model/property-values.ts";
import type { Alias, ReadRequest, Registration } from "../model/registration.ts";
import type { PropertyMap } from "../model/resource-type.ts";

const require = createRequire(import.meta.url);
const structs = require("google-protobuf/google/protobuf/struct_pb.js");

/** A message's properties as plain values. */
export function fromStruct(struct: Struct | undefined): PropertyMap {
  if (struct === undefined) return {};
  const value = flattenOutputValues(struct.toJavaScript() as PropertyMap);
  return isMap(value) ? value : {};
}

/** Plain values as a message. */
export function toStruct(properties: PropertyMap): Struct {
  return structs.Struct.fromJavaScript(properties as never) as Struct;
}

/** A registration from its message; options that are not supported are listed, never dropped. */
export function toRegistration(
  request: ResourceMessages.RegisterResourceRequest,
  version: string,
): Registration {
  const propertyDependencies: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, name) => {
    propertyDependencies[name] = dependencies.getUrnsList();
  });
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent(),
    inputs: fromStruct(request.getObject()),
    dependencies: request.getDependenciesList().sort(),
    propertyDependencies,
    provider: request.getProvider(),
    version,
    protect: request.hasProtect() ? request.getProtect() : undefined,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
    deletedWith: request.getDeletedwith(),
    importId: request.getImportid(),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: [...request.getAliasurnsList(), ...request.getAliasesList().map(toAlias)],
    customTimeouts: toTimeouts(request.getCustomtimeouts()),
    unsupported: unsupportedOptions(request),
  };
}

/** A read (`X.get`) from its message. */
export function toReadRequest(request: ResourceMessages.ReadResourceRequest, version: string): ReadRequest {
  return {
    id: request.getId(),
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    inputs: fromStruct(request.getProperties()),
    dependencies: request.getDependenciesList().sort(),
    provider: request.getProvider(),
    version,
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
  };
}

function unsupportedOptions(request: ResourceMessages.RegisterResourceRequest): string[] {
  const used: Record<string, boolean> = {
    "remote components": request.getRemote(),
    transforms: request.getTransformsList().length > 0,
    hooks: request.getHooks()?.toObject() !== undefined && hasHooks(request),
    replaceWith: request.getReplaceWithList().length > 0,
    replacementTrigger: request.hasReplacementTrigger(),
    envVarMappings: request.getEnvvarmappingsMap().getLength() > 0,
    pluginDownloadURL: request.getPlugindownloadurl() !== "",
    stateMigrations: request.getStateMigrationsList().length > 0,
  };
  return Object.keys(used).filter((option) => used[option]);
}

function hasHooks(request: ResourceMessages.RegisterResourceRequest): boolean {
  return Object.values(request.getHooks()?.toObject() ?? {}).some(
    (hooks) => Array.isArray(hooks) && hooks.length > 0,
  );
}

function toAlias(alias: AliasMessage): Alias {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  return {
    ...(spec.getName() === "" ? {} : { name: spec.getName() }),
    ...(spec.getType() === "" ? {} : { type: spec.getType() }),
    ...(spec.getStack() === "" ? {} : { stack: spec.getStack() }),
    ...(spec.getProject() === "" ? {} : { project: spec.getProject() }),
    ...(spec.hasParenturn() ? { parentUrn: spec.getParenturn() } : {}),
    ...(spec.hasNoparent() && spec.getNoparent() ? { parentUrn: "" } : {}),
  };
}

function toTimeouts(
  message: ResourceMessages.RegisterResourceRequest.CustomTimeouts | undefined,
): Registration["customTimeouts"] {
  if (message === undefined) return undefined;
  const given = { create: message.getCreate(), update: message.getUpdate(), delete: message.getDelete() };
  const entries = Object.entries(given).filter(([, text]) => text !== "");
  return entries.length === 0
    ? undefined
    : Object.fromEntries(entries.map(([name, text]) => [name, durationSeconds(text)]));
}

function durationSeconds(text: string): number {
  const ns = parseGoDuration(text);
  if (ns !== undefined) return ns / 1e9;
  throw new Error(`expected a duration such as "2m" or "1h30m", saw "${text}"`);
}
