import { engineGet } from "../docker/docker-api.ts";
import { operate } from "../engines/operate.ts";
import { readLabConfig } from "../project/lab-config.ts";
import { begin, forget, readNote } from "../project/under-way.ts";
import { isPartGone } from "./data-volumes.ts";

/**
 * Notes that a destroy begins. A part of the volumes is worth nothing: a broker does not start on those of another
 * ZooKeeper, and new KRaft voters outvote an old one. Answers how to say that it has ended: the note stays while
 * only a part of the volumes is gone.
 */
export function noteDestroy(stack: string) {
  try {
    const done = begin(`destroy-${stack}`, { command: `./lab destroy --stack ${stack}`, stack });
    return async (exitCode: number) => {
      if (exitCode === 0 || !(await isPartOfVolumesGone(stack))) done();
    };
  } catch {
    return async () => {}; // a folder that cannot be written must not prevent the removal of containers
  }
}

/**
 * Before an `up`: a destroy that was cut off among the volumes is finished first; one that had not come so far does
 * not matter any more.
 */
export async function finishDestroy(
  stack: string,
  {
    engine,
    projectDir,
    log,
  }: { engine?: "embedded" | "pulumi"; projectDir: string; log: (line: string) => void },
) {
  const name = `destroy-${stack}`;
  if (!readNote(name)) return;
  if (await isPartOfVolumesGone(stack)) {
    log(
      `The last destroy of the stack ${stack} was cut off, and part of its data is gone: finishing it first.`,
    );
    const request = { operation: "destroy" as const, projectDir, stack, yes: true, json: true };
    const { exitCode } = await operate({ ...request, refresh: true, ...(engine ? { engine } : {}) });
    if (exitCode !== 0) return;
  }
  forget(name);
}

async function isPartOfVolumesGone(stack: string) {
  const { body } = await engineGet("/volumes");
  const volumes: { Name: string }[] = body?.Volumes ?? [];
  return isPartGone(
    readLabConfig(stack),
    volumes.map(({ Name }) => Name),
  );
}
