import { LabError } from "../../common/lab-error.mjs";
import { imageSettings } from "../../images/machine-images.ts";
import { ConfigEditor } from "../../lib/project/config-editor.mjs";
import { labDir } from "../../lib/project/project.mjs";
import { chooseStack } from "../../lib/stack/choose-stack.mjs";
import { dim, formatTable } from "../../lib/terminal/terminal.mjs";

/** What can be done with settings, by name. */
export const actions = { list, get, set, rm };

/**
 * The settings of the stack, for those who have no Pulumi CLI; the names of the actions are Pulumi's.
 *
 * @param {string} action
 * @param {string[]} args
 * @param {{ stack?: string }} options
 */
export async function config(action, args, { stack: asked }) {
  if (!Object.hasOwn(actions, action)) {
    throw new LabError(
      `there is no "./lab config ${action}".`,
      "There are: list, get KEY, set KEY VALUE, rm KEY",
    );
  }
  const stack = await chooseStack({ asked, log: console.error });
  const editor = new ConfigEditor(labDir, stack);
  return actions[/** @type {keyof typeof actions} */ (action)](editor, args, `Pulumi.${stack}.yaml`);
}

/** @param {ConfigEditor} editor */
function list(editor) {
  const rows = editor
    .list()
    .map(({ key, value, isDefault }) => [key, value || '""', isDefault ? sourceOf(key) : "set here"]);
  console.log(formatTable([["key", "value", ""], ...rows]));
}

/** Images that the stack leaves open are a fact about the machine, and no default. @param {string} key */
function sourceOf(key) {
  return imageSettings.some((name) => name === key) ? "of this machine" : "";
}

/** @param {ConfigEditor} editor @param {string[]} args */
function get(editor, [key, ...more]) {
  if (key === undefined || more.length > 0) throw usage("get KEY");
  console.log(editor.get(key));
}

/** @param {ConfigEditor} editor @param {string[]} args @param {string} file */
async function set(editor, [key, value, ...more], file) {
  if (key === undefined || value === undefined || more.length > 0) throw usage("set KEY VALUE");
  editor.requireForm(key, value);
  await requireRight(editor, key, value);
  editor.set(key, value);
  tell(editor, key, file);
}

/**
 * The program's own rules, before anything is written: for the setting by itself, and for all of them together. What was
 * wrong before is not this setting's doing.
 *
 * @param {ConfigEditor} editor
 * @param {string} key
 * @param {string} value
 */
async function requireRight(editor, key, value) {
  const { checkSettings } = await import("../../infra/config.ts");
  const given = (/** @type {string} */ name) => editor.get(name);
  const before = checkSettings(given).complaints;
  const { complaints } = checkSettings((name) => (name === key ? value : given(name)));
  const [complaint] = complaints.filter((one) => !before.includes(one));
  if (complaint === undefined) return;
  const [reason = "", ...advice] = complaint.split("; ");
  throw new LabError(`${reason}.`, advice.join("; ").replace(/^set/, "Set"));
}

/** @param {ConfigEditor} editor @param {string[]} args @param {string} file */
async function rm(editor, [key, ...more], file) {
  if (key === undefined || more.length > 0) throw usage("rm KEY");
  await requireRight(editor, key, editor.defaultOf(key));
  editor.remove(key);
  tell(editor, key, file);
}

/** @param {ConfigEditor} editor @param {string} key @param {string} file */
function tell(editor, key, file) {
  console.log(`${key} is ${editor.get(key) || '""'} ${dim(`(${file}); to apply it: ./lab up`)}`);
}

/** @param {string} form */
function usage(form) {
  return new LabError(`expected "./lab config ${form}".`, "All settings: ./lab config list");
}
