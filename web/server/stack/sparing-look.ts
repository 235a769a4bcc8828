import { statSync } from "node:fs";
import type { LookRequest, SeenResource } from "../../../engine/look.ts";
import { stateFile } from "../../../engine/stack-files.ts";
import type { FoundContainer } from "./containers.ts";

/** What no list of containers shows, such as a volume that was removed, is seen after this. */
const KEPT_MS = 10_000;

type Containers = ReadonlyMap<string, FoundContainer> | undefined;
type Look = (request: LookRequest) => Promise<SeenResource[]>;

/**
 * Looks at each resource again only if the state or a container has changed, or after a while: a look asks Docker some
 * twenty times, and is most of what an idle page costs.
 */
export function sparingLook(look: Look, now = () => performance.now()) {
  let last: { readonly version: string; readonly untilMs: number; readonly seen: SeenResource[] } | undefined;
  return async (request: LookRequest, containers: Containers): Promise<SeenResource[]> => {
    const version = versionOf(request, containers);
    if (last?.version === version && now() < last.untilMs) return last.seen;
    last = undefined;
    const untilMs = now() + KEPT_MS;
    const seen = await look(request);
    // What could not be looked at is tried again at once.
    if (seen.every(({ error }) => error === undefined)) last = { version, untilMs, seen };
    return seen;
  };
}

function versionOf({ projectDir, stack }: LookRequest, containers: Containers): string {
  const state = statSync(stateFile(projectDir, stack), { throwIfNoEntry: false });
  return JSON.stringify([stack, state?.mtimeMs, state?.size, containers && [...containers]]);
}
