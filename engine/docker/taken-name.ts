import { nameOf } from "../urn.ts";

/** A name that the program gave twice, or gave to a resource whose own name it changed. */
export function takenByOwn(kind: string, name: string, urn: string): string {
  return `the ${kind} name "${name}" is already in use by another resource of this stack, ${urn}. Give one of the two another name; if this one is the same under a new name in the program, say so: aliases: [{ name: "${nameOf(urn)}" }].`;
}
