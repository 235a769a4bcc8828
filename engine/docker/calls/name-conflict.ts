import type { Holder } from "../../model/resource-type.ts";

/**
 * A name that the program gave twice, or gave to a resource whose own name or place in the program it changed. An alias
 * that is a whole URN is right whatever was changed: name, component, or both.
 */
export function ownNameConflict(kind: string, name: string, { urn, isNamed, formerParent }: Holder): string {
  const taken = `the ${kind} name "${name}" is already in use by another resource of this stack, ${urn}.`;
  if (isNamed) return `${taken} Give one of the two another name.`;
  const component =
    formerParent === undefined
      ? ""
      : `; if its component has another name or place now, one alias of the component does for all in it: aliases: ["${formerParent}"]`;
  return `${taken} If this is the same one under another name or in another component, say so in its options: aliases: ["${urn}"]${component}. If it is not, give one of the two another name.`;
}

/** What to do about a name that somebody else has. */
export function nameConflictAdvice(kind: "container" | "network", name: string, labels: Labels): string {
  const stack = labels?.["kafka-lab.stack"];
  if (stack) return `Take that stack down (./lab destroy --stack ${stack}), or give this one another name`;
  const project = labels?.["com.docker.compose.project"];
  if (project) return `Take it down (docker compose -p ${project} down), or give this one another name`;
  return kind === "container"
    ? `Rename or remove it (docker rename ${name} OTHER), or give this one another name`
    : `Remove it (docker network rm ${name}), or give this one another name`;
}

type Labels = Readonly<Record<string, string>> | null | undefined;
