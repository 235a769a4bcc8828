// Users that write and read until Ctrl-C: node workshop/traffic/run.ts [--stack NAME]
import { parseArgs } from "node:util";
import { labDir } from "../../common/project.mjs";
import { rememberedStack } from "../../lib/project/lab-config.ts";
import { inLanguage, useLanguage } from "../authoring/language.ts";
import { startUsers } from "./users.ts";

const everyMs = 2_000;

const { values } = parseArgs({ options: { stack: { type: "string" } } });
const lang = useLanguage(undefined);
const say = (en: string, fr: string) => console.log(inLanguage({ en, fr }, lang));

say("Writing and reading, until Ctrl-C ...", "Écriture et lecture, jusqu'à Ctrl-C ...");
const users = startUsers({ dir: labDir, stack: rememberedStack(values.stack) ?? "dev" });
const timer = setInterval(report, everyMs);

process.once("SIGINT", async () => {
  say("Reading what is left ...", "Lecture de ce qui reste ...");
  await users.stop();
  clearInterval(timer);
  const { acknowledged, unread } = users.seen();
  say(
    `${acknowledged} acknowledged, ${unread} of them not read`,
    `${acknowledged} acquittés, dont ${unread} non lus`,
  );
  process.exit();
});

function report() {
  const { acknowledged, unread, refused } = users.seen();
  const time = new Date().toLocaleTimeString("fr");
  say(
    `${time}  acknowledged: ${acknowledged}, not read yet: ${unread}, tried again: ${refused}`,
    `${time}  acquittés\u00a0: ${acknowledged}, pas encore lus\u00a0: ${unread}, réessais\u00a0: ${refused}`,
  );
}
