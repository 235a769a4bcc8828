import { createRequire } from "node:module";
import { nearest } from "../../common/nearest.ts";
import type { FormHints } from "../model/resource-package.ts";
import { placeNameOf, sourceOf, userFrames } from "./program-frames.ts";
import type { Misspelt } from "./program-names.ts";

/** Says where in the program the resource is made, which names are wrong, and what was most likely meant. */
export function unknownNames({ type, name, unknown, known, root, sdk }: Misspelt): string {
  Error.stackTraceLimit = 50;
  const hints: FormHints = createRequire(import.meta.url)(sdk.hintsFile);
  const [frame] = userFrames(new Error().stack ?? "", { root });
  const reasons = unknown.map(
    (key) => `unknown property "${key}"${suggestion(hints.newFormOf(type, key), key, known)}`,
  );
  const message = `${sdk.name}.${type} "${name}": ${reasons.join("; ")}`;
  if (frame === undefined) return message;
  return `${placeNameOf(frame.place, root)}: ${message}\n    ${sourceOf(frame.place)}`;
}

function suggestion(now: string | undefined, key: string, known: readonly string[]): string {
  if (now !== undefined) return `; ${now}`;
  const near = nearest(key, known);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}
