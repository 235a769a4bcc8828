import { nearest } from "../../common/nearest.ts";
import { newFormOf } from "../docker/properties/old-forms.ts";
import { placeNameOf, sourceOf, userFrames } from "./program-frames.ts";

/** A resource with names that its type does not have. */
interface Misspelt {
  readonly type: string;
  readonly name: string;
  readonly unknown: readonly string[];
  readonly known: readonly string[];
  /** The folder of Pulumi.yaml. */
  readonly root: string;
}

/** Where in the program it is made, which names are wrong, and what was most likely meant. */
export function unknownNames({ type, name, unknown, known, root }: Misspelt): string {
  Error.stackTraceLimit = 50;
  const [frame] = userFrames(new Error().stack ?? "", { root });
  const reasons = unknown.map((key) => `unknown property "${key}"${suggestion(type, key, known)}`);
  const said = `docker.${type} "${name}": ${reasons.join("; ")}`;
  if (frame === undefined) return said;
  return `${placeNameOf(frame.place, root)}: ${said}\n    ${sourceOf(frame.place)}`;
}

function suggestion(type: string, key: string, known: readonly string[]): string {
  const now = newFormOf(type, key);
  if (now !== undefined) return `; ${now}`;
  const near = nearest(key, known);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}
