import type { ContainerInspectInfo } from "dockerode";

/**
 * Where the time of a cold up went, from what Docker records of each container: seconds from the moment the command
 * began to the first container, and to each one's creation, start and first healthy probe.
 */
export function phasesOf(startedMs: number, containers: ContainerInspectInfo[]) {
  const rows = containers.map(({ Name, Created, State }) => {
    const healthy = State.Health?.Log.find(({ ExitCode }) => ExitCode === 0)?.End;
    return {
      name: Name.slice(1),
      created: since(startedMs, Created),
      started: since(startedMs, State.StartedAt),
      healthy: since(startedMs, healthy ?? State.StartedAt),
    };
  });
  const untilFirst = Math.min(...rows.map(({ created }) => created));
  return { "program loading, network, images": untilFirst, containers: rows };
}

export function formatPhases({ containers, ...phases }: ReturnType<typeof phasesOf>) {
  const lines = Object.entries(phases).map(
    ([what, seconds]) => `  ${what.padEnd(36)} ${seconds.toFixed(2).padStart(7)} s`,
  );
  const rows = containers.map(
    ({ name, created, started, healthy }) =>
      `  ${name.padEnd(28)} created ${created.toFixed(2)}  started ${started.toFixed(2)}  healthy ${healthy.toFixed(2)} s`,
  );
  return [...lines, ...rows].join("\n");
}

function since(startedMs: number, moment: string | Date) {
  return (new Date(moment).getTime() - startedMs) / 1000;
}
