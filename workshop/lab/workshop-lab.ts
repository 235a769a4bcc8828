import { join, relative } from "node:path";
import { labDir } from "../../common/project.mjs";
import { ConfigEditor } from "../../lib/project/config-editor.ts";
import { kafkaAddresses, type LabConfig, readLabConfig } from "../../lib/project/lab-config.ts";
import { inLanguage } from "../authoring/language.ts";
import type { Language, OperationSettings, Text, WorkshopLab } from "../authoring/lesson.ts";
import { poll } from "../authoring/polling.ts";
import { destroyAll } from "./destroy-all.ts";
import { openContainers } from "./lab-docker.ts";
import { runEngine } from "./lab-engine.ts";
import { openFiles } from "./lab-files.ts";
import { openHttp } from "./lab-http.ts";
import { openKafka } from "./lab-kafka.ts";
import { nameWithoutNumber } from "./lesson-name.ts";
import { openNotes } from "./notes.ts";
import { openOwnSettings } from "./own-settings.ts";
import { bringUp, isUp } from "./readiness.ts";
import { keptEdit } from "./saved-edits.ts";

/** The lab that every lesson gets; only here are its parts made. */
export function createWorkshopLab({
  lesson,
  lang,
  stack,
  print = console.log,
}: {
  lesson: string;
  lang: Language;
  stack: string;
  print?: (line: string) => void;
}): WorkshopLab {
  const say = (text: Text) => print(inLanguage(text, lang));
  const files = openFiles(labDir, (path, folder) => say(keptEdit(path, folder)));
  const config = new ConfigEditor(labDir, stack, (edit) => files.guard(relative(labDir, config.file), edit));
  const labConfig = () => readLabConfig(stack);
  const nameOf = (part: string) => labConfig().prefix + part;
  const run =
    (operation: "up" | "preview" | "refresh" | "destroy") =>
    (settings: OperationSettings = {}) => {
      for (const [key, value] of Object.entries(settings.config ?? {})) config.set(key, value);
      return runEngine(labDir, stack, operation, settings);
    };
  const http = openHttp(labConfig);
  const lab: WorkshopLab = {
    lang,
    stack,
    dir: labDir,
    say,
    poll: (ask, options) => poll(ask, { ...options, lang }),
    up: run("up"),
    preview: run("preview"),
    refresh: run("refresh"),
    destroy: (settings) => destroyAll(lab, labConfig, run("destroy"))(settings),
    isUp: () => isUp(lab, labConfig()),
    ensureUp: () => bringUp(lab, labConfig()),
    restoreProgram() {
      files.restore();
      openOwnSettings(labDir).apply(files);
    },
    config,
    files,
    nameOf,
    ...openContainers(nameOf),
    kafka: openKafka(() => bootstrapOf(labConfig())),
    http,
    notes: openNotes(notesFile(lesson)),
  };
  return lab;
}

/** The first broker, which leads to the others; in a swarm all of them, because one may be away. */
function bootstrapOf(config: LabConfig) {
  const addresses = kafkaAddresses(config).map(({ host, port }) => `${host}:${port}`);
  return config.nodes.length > 0 ? addresses.join(",") : (addresses[0] ?? "");
}

/** By the lesson's name without its number, because lessons may move. */
function notesFile(lesson: string) {
  return join(labDir, `.lab/learn/${nameWithoutNumber(lesson)}.json`);
}
