import { openDocker } from "../../docker-client/client.ts";
import { decideDocker } from "../../lib/docker/docker-decision.ts";
import { describeMachine, probeDocker } from "../../lib/docker/probe-docker.ts";
import type { Surroundings } from "../../lib/reach/place.ts";
import { findPlace } from "../../lib/reach/place.ts";
import type { Finding } from "./finding.ts";

const oldestMajor = 20;

/** A stopped, missing or refused engine each has its own advice; without an engine, later checks have nothing to check. */
export async function checkDockerEngine(): Promise<{
  docker: import("dockerode") | undefined;
  finding: Finding;
}> {
  const probe = await probeDocker();
  const finding = { check: "Docker engine", expected: `${oldestMajor}.10 or later` };
  if (!probe.reachable) {
    const { message, hint } = decideDocker(probe, describeMachine());
    return { docker: undefined, finding: { ...finding, seen: message.replace(/\.$/, ""), todo: hint } };
  }
  const seen = `${probe.version} at ${probe.url} (${probe.source})`;
  if (Number.parseInt(probe.version, 10) >= oldestMajor)
    return { docker: openDocker(), finding: { ...finding, seen } };
  return {
    docker: undefined,
    finding: { ...finding, seen, todo: "update it: https://docs.docker.com/engine/install/" },
  };
}

/**
 * Where the engine is, seen from here. An engine elsewhere is fine as long as its ports are reached, which has its own
 * rows; but a user of a host's engine should know that it is as good as root there.
 */
export function checkPlace(surroundings?: Surroundings): Finding {
  const { seen } = findPlace({ port: 0 }, surroundings);
  return { check: "where it runs", expected: "where its ports are reached from here", seen };
}
