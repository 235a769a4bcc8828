import type { Holder } from "../../model/resource-type.ts";

/**
 * The error for a name that the program uses twice, or for a resource whose logical name or component it changed. An alias
 * that is a full URN is right in all of these cases.
 */
export function ownNameConflict(kind: string, name: string, { urn, isNamed, formerParent }: Holder): string {
  const taken = `the ${kind} name "${name}" is already in use by another resource of this stack, ${urn}.`;
  if (isNamed) return `${taken} Give one of the two another name.`;
  const component =
    formerParent === undefined
      ? ""
      : `; if its component now has another name or parent, one alias of the component is enough for all in it: aliases: ["${formerParent}"]`;
  return `${taken} If this is the same one under another name or in another component, say so in its options: aliases: ["${urn}"]${component}. If it is not, give one of the two another name.`;
}

/** What to do about a name that is in use outside this stack. */
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
