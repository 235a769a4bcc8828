import { bold, dim, formatSeconds, formatTable, wrap } from "../../lib/terminal/terminal.ts";
import { useLanguage } from "../../workshop/authoring/language.ts";
import type { Language } from "../../workshop/authoring/lesson.ts";
import { openRecord } from "../../workshop/running/lesson-record.ts";
import type { WorkshopOptions } from "../../workshop/running/lesson-session.ts";
import { openLesson } from "../../workshop/running/lesson-session.ts";
import { listLessons } from "../../workshop/running/lessons.ts";
import { Progress } from "../../workshop/running/progress.ts";
import { leaveDrill } from "./drill.ts";

const texts = {
  en: {
    columns: ["", "lesson", "min", "state"],
    states: { started: "begun", solved: "solved", done: "done", none: "" },
    howTo: "Begin or repeat one: ./lab learn N. Your progress: .lab/progress.txt",
    preparing: "Preparing the starting point ...",
    ready: "Ready",
    goal: "Goal",
    time: "Time",
    minutes: "minutes",
    read: "Read",
    after: "Then",
    next: "./lab check, ./lab hint; ./lab solve when stuck, ./lab reset to begin again",
  },
  fr: {
    columns: ["", "leçon", "min", "état"],
    states: { started: "en cours", solved: "résolue", done: "faite", none: "" },
    howTo: "Commencer ou refaire\u00a0: ./lab learn N. Votre avancement\u00a0: .lab/progress.txt",
    preparing: "Préparation du point de départ ...",
    ready: "Prêt",
    goal: "But",
    time: "Durée",
    minutes: "minutes",
    read: "Texte",
    after: "Puis",
    next: "./lab check, ./lab hint\u00a0; ./lab solve si vous êtes bloqué, ./lab reset pour recommencer",
  },
};

/** Without a number, shows the learner's progress; with one, prepares that lesson's start from any state of the stack. */
export async function learn(
  wanted: string | undefined,
  {
    report,
    send,
    name,
    ...options
  }: WorkshopOptions & { report?: string | true; send?: string | true; name?: string },
) {
  if (send !== undefined)
    return (await import("../workshop/send-report.ts")).sendReport(send, {
      ...options,
      ...(name !== undefined && { name }),
    });
  if (report !== undefined)
    return (await import("../workshop/write-report.ts")).writeReport(report, {
      ...options,
      ...(name !== undefined && { name }),
    });
  if (wanted === undefined) return console.log(overview(useLanguage(options.lang)));
  const startedMs = performance.now();
  const { lesson, lang, progress, lab, done, module } = await openLesson(wanted, {
    ...options,
    changes: "learn",
  });
  const say = texts[lang];
  console.log(`${bold(`${lesson.number}. ${lesson.title}`)}\n`);
  console.log(dim(say.preparing));
  const record = openRecord();
  await leaveDrill(lab);
  progress.start(lesson.name);
  record.enter("preparing");
  lab.notes.clear();
  await module.setup(lab);
  record.begin(lesson.name);
  record.enter("under-way");
  done();
  console.log(dim(`${say.ready} (${formatSeconds(performance.now() - startedMs)})\n`));
  console.log(
    formatTable([
      [say.goal, lesson.goal],
      [say.time, `${lesson.minutes} ${say.minutes}`],
      [say.read, lesson.text],
      [say.after, say.next],
    ]),
  );
}

function overview(lang: Language) {
  const say = texts[lang];
  const progress = new Progress();
  const rows = listLessons(lang).map(({ name, number, title, minutes }) => [
    `${progress.isCurrent(name) ? ">" : " "}${String(number).padStart(3)}`,
    title,
    String(minutes).padStart(3),
    say.states[progress.stateOf(name) ?? "none"],
  ]);
  return `${formatTable([say.columns, ...rows])}\n\n${wrap(say.howTo, 80).join("\n")}`;
}
