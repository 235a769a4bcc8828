import { CONTAINER } from "../container/container-schema.ts";
import { IMAGE } from "../image/image.ts";
import { REMOTE_IMAGE } from "../image/remote-image.ts";
import { NETWORK } from "../network/network.ts";
import type { Property, Schema } from "../properties/schema.ts";
import { SERVICE } from "../service/service-schema.ts";
import { VOLUME } from "../volume/volume.ts";
import { PROVIDER } from "./provider.ts";

/** The properties of each type of @pulumi/docker, under the SDK's names; a test checks them against the SDK's types. */
export const supportedProperties: Readonly<Record<string, Schema>> = {
  Network: NETWORK,
  Volume: VOLUME,
  Container: CONTAINER,
  Image: IMAGE,
  RemoteImage: REMOTE_IMAGE,
  Service: SERVICE,
  Provider: PROVIDER,
};

/** The same as tables in Markdown: what is supported, what a change does, and what is refused. */
export function supportTables(): string {
  return Object.entries(supportedProperties)
    .map(([type, schema]) => {
      const rows = flatten(schema, "").map(([path, property]) => row(type, path, property));
      return [
        `### ${type}\n`,
        "| property | when it changes | default |",
        "| --- | --- | --- |",
        ...rows,
      ].join("\n");
    })
    .join("\n\n");
}

function flatten(schema: Schema, prefix: string): [string, Property][] {
  return Object.entries(schema).flatMap(([name, property]): [string, Property][] => {
    const path = prefix + name;
    if (property.refused || property.of === undefined) return [[path, property]];
    const member = property.shape === "block" ? "." : "[].";
    // Inside a property that replaces, everything replaces.
    const inner = flatten(property.of, path + member).map(([at, one]): [string, Property] => [
      at,
      property.replaces ? { ...one, replaces: true } : one,
    ]);
    return [[path, property], ...inner];
  });
}

function row(type: string, path: string, { refused, replaces, byDefault, computed }: Property): string {
  if (refused) return `| \`${path}\` | _not supported_ | |`;
  const effect = type === "Provider" ? "takes effect" : replaces ? "replaces" : "updates in place";
  const value = byDefault !== undefined ? `\`${JSON.stringify(byDefault)}\`` : computed ? "Docker's" : "";
  return `| \`${path}\` | ${effect} | ${value} |`;
}
