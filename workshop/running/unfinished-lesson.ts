import { readLabConfig } from "../../lib/project/lab-config.ts";
import { interruptedWork } from "../../lib/project/under-way.ts";
import { describeMismatch, findMismatch } from "../../lib/stack/cluster-id.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";

/** Prints a line about a command that was cut off, because it may explain unexpected rows. */
export function reportInterrupted({ say }: Pick<WorkshopLab, "say">) {
  const cutOff = interruptedWork().find(({ name }) => name === "workshop");
  if (!cutOff) return;
  const { command } = cutOff.note;
  const again = command.startsWith("./lab drill") ? "./lab drill --restore" : command;
  say({
    en: `${command} did not come to its end. Go on by: ${again}`,
    fr: `${command} n'est pas allé au bout. Pour continuer\u00a0: ${again}`,
  });
}

/**
 * Says so, and resolves to true, if a broker refuses its ZooKeeper: then every row fails, and none of the lesson's
 * hints helps.
 */
export async function reportMismatch({ docker, say, stack }: WorkshopLab): Promise<boolean> {
  const mismatch = await findMismatch(docker, readLabConfig(stack));
  if (!mismatch) return false;
  const seen = describeMismatch(mismatch);
  say({
    en: `The broker and ZooKeeper do not belong together: ${seen}.\nBegin with new volumes: ./lab reset`,
    fr: `Le broker et ZooKeeper ne vont pas ensemble\u00a0: ${seen}.\nRepartez de volumes neufs\u00a0: ./lab reset`,
  });
  return true;
}
