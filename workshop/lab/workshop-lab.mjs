import { join } from "node:path";
import { ConfigEditor } from "../../lib/project/config-editor.mjs";
import { readLabConfig } from "../../lib/project/lab-config.mjs";
import { labDir } from "../../lib/project/project.mjs";
import { poll } from "../authoring/polling.mjs";
import { destroyAll } from "../running/destroy-all.mjs";
import { inLanguage } from "../running/language.mjs";
import { keptEdit } from "../running/saved-edits.mjs";
import { openContainers } from "./lab-containers.mjs";
import { runEngine } from "./lab-engine.mjs";
import { openFiles } from "./lab-files.mjs";
import { openHttp } from "./lab-http.mjs";
import { openKafka } from "./lab-kafka.mjs";
import { openMemory } from "./notes.mjs";
import { bringUp, isUp } from "./readiness.mjs";

/** @import { Language, OperationSettings, Text, WorkshopLab } from "../authoring/lesson.ts" */

/**
 * What every lesson is given; its parts are made here and nowhere else.
 *
 * @param {{ lesson: string, lang: Language, stack: string, print?: (line: string) => void }} options
 * @returns {WorkshopLab}
 */
export function createWorkshopLab({ lesson, lang, stack, print = console.log }) {
  const say = (/** @type {Text} */ text) => print(inLanguage(text, lang));
  const files = openFiles(labDir, (path, folder) => say(keptEdit(path, folder)));
  const settingsFile = `Pulumi.${stack}.yaml`;
  const config = new ConfigEditor(labDir, stack, (edit) => files.guard(settingsFile, edit));
  const labConfig = () => readLabConfig(stack);
  const nameOf = (/** @type {string} */ part) => labConfig().prefix + part;
  const run =
    (/** @type {"up" | "preview" | "refresh" | "destroy"} */ operation) =>
    (/** @type {OperationSettings} */ settings = {}) => {
      for (const [key, value] of Object.entries(settings.config ?? {})) config.set(key, value);
      return runEngine(labDir, stack, operation, settings);
    };
  const http = openHttp(labConfig);
  /** @type {WorkshopLab} */
  const lab = {
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
    restoreProgram: files.restore,
    config,
    files,
    nameOf,
    ...openContainers(nameOf),
    kafka: openKafka(() => `${labConfig().dockerHostIp}:${labConfig().kafkaPort}`),
    http,
    memory: openMemory(join(labDir, `.lab/learn/${lesson}.json`)),
  };
  return lab;
}
