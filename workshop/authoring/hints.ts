import type { LessonModule, Text, WorkshopLab } from "./lesson.ts";

/** The hints of one row: vague first, exact last. */
type Ladder = readonly Text[] | ((lab: WorkshopLab) => Promise<readonly Text[]>);

/** A lesson's `hints`: the ladder of the first row that fails, by the ids of the rows; if all hold, the next lesson. */
export function hintsFrom(ladders: Record<string, Ladder>, onward: Ladder): LessonModule["hints"] {
  return async (lab, rows) => {
    const failing = rows.find(({ passed }) => !passed);
    const ladder = failing ? ladders[failing.id] : onward;
    if (!ladder) throw new Error(`the row ${failing?.id} has no hints`);
    return typeof ladder === "function" ? ladder(lab) : ladder;
  };
}

/** The hint when every row holds. */
export function goOn(lesson: number): Text[] {
  const next = `./lab learn ${lesson + 1}`;
  return [{ en: `All rows hold. Go on: ${next}`, fr: `Tout est vérifié. La suite\u00a0: ${next}` }];
}

/** The step of the ladder: one further each time, from the first again when another row fails. */
type Given = { row: string | null; step: number };

/** The next step of a ladder of this length. */
export function nextHint(before: Given | undefined, row: string | null, length: number): Given {
  return { row, step: before?.row === row ? Math.min(before.step + 1, length) : 1 };
}

/** A ladder for a stack that is not ready: the cure depends on what is wrong with which container. */
export async function whyNotReady(
  lab: WorkshopLab,
  parts: string[] = ["zookeeper", "kafka", "service-a", "service-b"],
): Promise<Text[]> {
  const look = {
    en: "Is every container running? Look:\n  docker ps -a",
    fr: "Tous les conteneurs tournent-ils\u00a0? Voyez\u00a0:\n  docker ps -a",
  };
  for (const part of parts) {
    const state = (await lab.inspect(part))?.State;
    if (!state) return [look, cure(part, "./lab up --refresh")];
    if (state.Paused) return [look, cure(part, `docker unpause ${lab.nameOf(part)}`)];
    if (!state.Running) return [look, cure(part, `docker start ${lab.nameOf(part)}`)];
  }
  return [
    {
      en: "All of them run; they may need a moment. Ask again:\n  ./lab check",
      fr: "Tous tournent\u00a0; patientez un peu, puis\u00a0:\n  ./lab check",
    },
    {
      en: "If that does not change, this says why:\n  ./lab doctor",
      fr: "Si rien ne change, voici ce qui donne la cause\u00a0:\n  ./lab doctor",
    },
  ];
}

function cure(part: string, command: string): Text {
  return {
    en: `It is ${part} that does not run:\n  ${command}`,
    fr: `C'est ${part} qui ne tourne pas\u00a0:\n  ${command}`,
  };
}
