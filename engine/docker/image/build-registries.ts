import { readFileSync } from "node:fs";
import { registryOf } from "../../../docker-client/registry-name.ts";

/** The registries of the images that a Dockerfile builds on or copies from, as far as its build arguments show. */
export function baseRegistries(dockerfile: string, args: Readonly<Record<string, string>>): string[] {
  const text = readFileSync(dockerfile, "utf8").replace(/\\\r?\n/g, " ");
  const defaults = [...text.matchAll(/^\s*ARG\s+(\w+)=["']?([^\s"']*)/gim)];
  const values = { ...Object.fromEntries(defaults.map(([, name = "", value]) => [name, value])), ...args };
  const expand = (name: string) =>
    name.replace(/\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/g, (_, braced, other, plain) =>
      String(values[braced ?? plain] ?? other ?? ""),
    );
  const from = [...text.matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)/gim)];
  const copied = [...text.matchAll(/^\s*COPY\s+(?:--\S+\s+)*?--from=(\S+)/gim)];
  const images = [...from, ...copied].map(([, name = ""]) => expand(name));
  return [...new Set(images.filter((name) => name !== "" && name !== "scratch").map(registryOf))];
}
