import { relative } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { imageSettings } from "../../images/machine-images.ts";
import { ConfigEditor } from "../../lib/project/config-editor.ts";
import { rememberedStack } from "../../lib/project/lab-config.ts";
import { refuseIfBusy } from "../../lib/project/under-way.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { dim, formatTable } from "../../lib/terminal/terminal.ts";

/** The actions on settings, by name. */
export const actions = { list, get, set, rm };

/** The settings of the stack, for a user without the Pulumi CLI; the actions have Pulumi's names. */
export async function config(action: string, args: string[], { stack: asked }: { stack?: string }) {
  if (!Object.hasOwn(actions, action)) {
    throw new LabError(
      `there is no "./lab config ${action}".`,
      "There are: list, get KEY, set KEY VALUE, rm KEY",
    );
  }
  const stack = await chooseStack({ asked, log: console.error });
  if (action === "set" || action === "rm") return changeSetting(action, args, stack);
  const editor = new ConfigEditor(labDir, stack);
  return actions[action as keyof typeof actions](editor, args, relative(labDir, editor.file));
}

/** What is set while no lesson is under way is the learner's own, and comes back after each lesson. */
async function changeSetting(action: "set" | "rm", args: string[], stack: string) {
  const { openFiles } = await import("../../workshop/lab/lab-files.ts");
  const { isInLesson } = await import("../../workshop/running/in-lesson.ts");
  const { openOwnSettings } = await import("../../workshop/lab/own-settings.ts");
  const isOwn = !isInLesson();
  // An operation that reads the settings, and a lesson that edits them, rely on what they have read.
  refuseIfBusy({ stack });
  const editor: ConfigEditor = new ConfigEditor(labDir, stack, (edit) => {
    refuseIfBusy({ stack });
    // It is restored after a lesson, so it need not be saved as an edit that a lesson replaces.
    if (isOwn) openFiles(labDir, () => {}).guard(relative(labDir, editor.file), edit);
    else edit();
  });
  await actions[action](editor, args, relative(labDir, editor.file));
  if (isOwn) openOwnSettings().note(stack, args[0] ?? "", action === "set" ? args[1] : undefined);
}

function list(editor: ConfigEditor) {
  const rows = editor
    .list()
    .map(({ key, value, isDefault }) => [key, value || '""', isDefault ? sourceOf(key) : "set here"]);
  console.log(formatTable([["key", "value", ""], ...rows]));
}

/** Images that the stack does not set depend on the machine; they are not defaults. */
function sourceOf(key: string) {
  return imageSettings.some((name) => name === key) ? "of this machine" : "";
}

function get(editor: ConfigEditor, [key, ...more]: string[]) {
  if (key === undefined || more.length > 0) throw usage("get KEY");
  console.log(editor.get(key));
}

async function set(editor: ConfigEditor, [key, value, ...more]: string[], file: string) {
  if (key === undefined || value === undefined || more.length > 0) throw usage("set KEY VALUE");
  editor.requireForm(key, value);
  await requireValid(editor, key, value);
  editor.set(key, value);
  reportSetting(editor, key, file);
}

/**
 * Applies the program's own rules before anything is written: to the setting by itself, and to all of them together.
 * What was wrong before is not caused by this setting.
 */
async function requireValid(editor: ConfigEditor, key: string, value: string) {
  const { checkSettings } = await import("../../infra/config.ts");
  const given = (name: string) => editor.get(name);
  const complaintsOf = (read: typeof given) => checkSettings(read, labDir, editor.stack).complaints;
  const before = complaintsOf(given);
  const complaints = complaintsOf((name) => (name === key ? value : given(name)));
  const [complaint] = complaints.filter((one) => !before.includes(one));
  if (complaint === undefined) return;
  const [reason = "", ...advice] = complaint.split("; ");
  throw new LabError(`${reason}.`, advice.join("; ").replace(/^set/, "Set"));
}

async function rm(editor: ConfigEditor, [key, ...more]: string[], file: string) {
  if (key === undefined || more.length > 0) throw usage("rm KEY");
  await requireValid(editor, key, editor.defaultOf(key));
  editor.remove(key);
  reportSetting(editor, key, file);
}

function reportSetting(editor: ConfigEditor, key: string, file: string) {
  const isOwn = editor.stack === rememberedStack(undefined);
  const toApply = isOwn ? "./lab up" : `./lab up --stack ${editor.stack}`;
  console.log(`${key} is ${editor.get(key) || '""'} ${dim(`(${file}); to apply it: ${toApply}`)}`);
}

function usage(form: string) {
  return new LabError(`expected "./lab config ${form}".`, "All settings: ./lab config list");
}
