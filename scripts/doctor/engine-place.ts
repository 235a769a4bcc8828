import type { Surroundings } from "../../lib/reach/place.ts";
import { findPlace } from "../../lib/reach/place.ts";
import type { Finding } from "./run-doctor.ts";

/**
 * Where the engine is, seen from here. Nothing is wrong with an engine elsewhere as long as the ports are reached,
 * which has rows of its own; but who has a host's engine should know that it is as good as root there.
 */
export function checkPlace(surroundings?: Surroundings): Finding {
  const { seen } = findPlace({ port: 0 }, surroundings);
  return { check: "where it runs", expected: "where its ports are reached from here", seen };
}
