import { findPlace } from "../../lib/reach/place.mjs";

/**
 * Where the engine is, seen from here. Nothing is wrong with an engine elsewhere as long as the ports are reached, which
 * has rows of its own; but who has a host's engine should know that it is as good as root there.
 *
 * @param {import("../../lib/reach/place.mjs").Surroundings} [surroundings]
 * @returns {import("./run-doctor.mjs").Finding}
 */
export function checkPlace(surroundings) {
  const { seen } = findPlace({ port: 0 }, surroundings);
  return { check: "where it runs", expected: "where its ports are reached from here", seen };
}
