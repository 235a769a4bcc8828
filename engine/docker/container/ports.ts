import { isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../../model/resource-type.ts";
import { blocksOf, textOf } from "../properties/property-access.ts";

/** Ports as Docker answers them: the bindings of each port such as `80/tcp`, or null. */
export type PublishedPorts = Readonly<Record<string, { HostIp: string; HostPort: string }[] | null>>;

/** A port in Docker's form: `80/tcp`. */
export function portKey({ internal, protocol }: PropertyMap): string {
  return `${textOf(internal)}/${textOf(protocol) || "tcp"}`;
}

/** Published ports as the provider keeps them: sorted by the internal port, in whatever order the program gives them. */
export function portBlocks(published: PublishedPorts): PropertyMap[] {
  const blocks = Object.entries(published).flatMap(([key, bindings]) => {
    const [internal, protocol = "tcp"] = key.split("/");
    return (bindings ?? []).map(({ HostIp, HostPort }) => ({
      external: Number(HostPort),
      internal: Number(internal),
      ip: HostIp,
      protocol,
    }));
  });
  return blocks.sort((one, other) => one.internal - other.internal);
}

/** Whether two lists publish the same ports, in any order. */
export function publishSamePorts(old: PropertyValue, wanted: PropertyValue): boolean {
  const [published, asked] = [blocksOf(old), blocksOf(wanted)];
  if (published.length !== asked.length || published.length === 0) return false;
  return asked.every((port) => published.some((other) => isMap(other) && isSamePort(other, port)));
}

/** An external port that the program leaves to Docker matches the one that Docker chose. */
function isSamePort(published: PropertyMap, asked: PropertyMap): boolean {
  return ["internal", "external", "ip", "protocol"].every(
    (name) => asked[name] === undefined || asked[name] === published[name],
  );
}
