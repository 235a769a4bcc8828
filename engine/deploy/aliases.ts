import type { Alias, AliasSpec } from "../model/registration.ts";
import { makeUrn, nameOf, typeOf } from "../model/urn.ts";

/** The identity that the resource has now: what an alias starts from. */
export interface Identity {
  readonly stack: string;
  readonly project: string;
  readonly parentUrn: string;
  readonly type: string;
  readonly name: string;
}

/**
 * Every URN under which a resource may be in the state: its own aliases, and those that follow from its
 * parent's (a child of a renamed component was named after the component's old name and type). `oldUrns` has the
 * resources of this run that the state has under another URN: an alias that names one as former parent means that URN.
 */
export function aliasUrns(
  identity: Identity,
  aliases: readonly Alias[],
  parentAliases: readonly string[],
  oldUrns: ReadonlyMap<string, string> = new Map(),
): string[] {
  const own = aliases.map((alias) => (typeof alias === "string" ? alias : specUrn(identity, alias, oldUrns)));
  const inherited = parentAliases.flatMap((parent) => [
    childUrn(identity, parent, identity.type, identity.name),
    ...aliases
      .filter((alias) => typeof alias !== "string" && alias.parentUrn === undefined)
      .map((alias) => {
        const spec = alias as AliasSpec;
        return childUrn(identity, parent, spec.type ?? identity.type, spec.name ?? identity.name);
      }),
  ]);
  const itself = makeUrn(identity.stack, identity.project, identity.parentUrn, identity.type, identity.name);
  return [...new Set([...own, ...inherited])].filter((urn) => urn !== itself);
}

function specUrn(identity: Identity, spec: AliasSpec, oldUrns: ReadonlyMap<string, string>): string {
  const former = spec.parentUrn;
  return makeUrn(
    spec.stack ?? identity.stack,
    spec.project ?? identity.project,
    former === undefined ? identity.parentUrn : (oldUrns.get(former) ?? former),
    spec.type ?? identity.type,
    spec.name ?? identity.name,
  );
}

/** Children are often named after their parent: `web-data` of `web` was `site-data` when `web` was `site`. */
function childUrn(identity: Identity, oldParentUrn: string, type: string, name: string): string {
  const parentName = nameOf(identity.parentUrn);
  const oldName = name.startsWith(parentName) ? nameOf(oldParentUrn) + name.slice(parentName.length) : name;
  const [, stack = identity.stack, project = identity.project] =
    /^urn:pulumi:(.*?)::(.*?)::/.exec(oldParentUrn) ?? [];
  return makeUrn(stack, project, typeOf(oldParentUrn) === "" ? "" : oldParentUrn, type, oldName);
}
