import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, isMap, parseDocument } from "yaml";
import { LabError } from "../../common/lab-error.mjs";
import { nearest } from "../../common/nearest.ts";
import { writeWhole } from "../../common/write-whole.ts";
import { settingsFile } from "../../engine/stack-files.ts";
import { completeImages, imageSettings } from "../../images/machine-images.ts";

type Declaration = { type: string; default: unknown; description: string };

/**
 * Reads and edits the settings in Pulumi.STACK.yaml as `pulumi config` does, for those who have no such command;
 * comments and order of the file stay.
 */
export class ConfigEditor {
  readonly projectDir: string;
  readonly stack: string;
  readonly file: string;
  readonly guard: (edit: () => void) => void;
  readonly project: string;
  readonly declarations: Record<string, Declaration>;

  /** Each edit of the file runs within `guard`. */
  constructor(projectDir: string, stack: string, guard: (edit: () => void) => void = (edit) => edit()) {
    const { project, file } = settingsFile(projectDir, stack);
    this.projectDir = projectDir;
    this.stack = stack;
    this.file = file;
    this.guard = guard;
    this.project = project;
    const { config } = parseDocument(readFileSync(join(projectDir, "Pulumi.yaml"), "utf8")).toJS();
    // As text it is a folder's name, in the manner of before settings were declared.
    this.declarations = typeof config === "object" ? (config ?? {}) : {};
  }

  /** Every setting: its value, and whether the stack sets it; else the project's default holds, or this machine's images. */
  list() {
    return Object.entries(this.declarations).map(([key, { description }]) => ({
      key,
      value: this.get(key),
      isDefault: this.#given(key) === undefined,
      description,
    }));
  }

  get(key: string): string {
    const { default: byDefault } = this.#declared(key);
    const image = imageSettings.find((name) => name === key);
    if (!image) return asText(this.#given(key) ?? byDefault);
    return completeImages((name) => asText(this.#given(name)), this.projectDir)[image];
  }

  /** What holds where the stack says nothing. */
  defaultOf(key: string) {
    return asText(this.#declared(key).default);
  }

  /** Refuses an unknown setting, and text where a number is wanted. */
  requireForm(key: string, value: string) {
    requireType(key, this.#declared(key), value);
  }

  set(key: string, value: string | number | boolean) {
    this.requireForm(key, String(value));
    const document = this.#read();
    if (this.#given(key) !== undefined && asText(this.#given(key)) === String(value)) return;
    if (!isMap(document.get("config"))) document.set("config", document.createNode({}));
    document.setIn(["config", this.#fullKey(key)], String(value));
    this.#write(document);
  }

  /** Back to the project's default. */
  remove(key: string) {
    this.#declared(key);
    const document = this.#read();
    if (!document.deleteIn(["config", this.#fullKey(key)])) return;
    const config = document.get("config");
    if (isMap(config) && config.items.length === 0) document.delete("config");
    this.#write(document);
  }

  #given(key: string) {
    const document = this.#read();
    return document.hasIn(["config", this.#fullKey(key)])
      ? document.getIn(["config", this.#fullKey(key)])
      : undefined;
  }

  #fullKey(key: string) {
    return `${this.project}:${key}`;
  }

  #declared(key: string): Declaration {
    const declaration = this.declarations[key];
    if (declaration) return declaration;
    const meant = nearest(key, Object.keys(this.declarations));
    const question = meant === undefined ? "" : `Did you mean ${meant}? `;
    throw new LabError(`there is no setting "${key}".`, `${question}All of them: ./lab config list`);
  }

  #read() {
    const document: Document = parseDocument(existsSync(this.file) ? readFileSync(this.file, "utf8") : "");
    const [error] = document.errors;
    if (error) throw new LabError(`${this.file} is not YAML: ${error.message}`, "Fix it, then try again.");
    document.contents ??= document.createNode({});
    return document;
  }

  #write(document: Document) {
    this.guard(() => writeWhole(this.file, document.toString()));
  }
}

function asText(value: unknown) {
  return typeof value === "object" ? JSON.stringify(value) : String(value ?? "");
}

function requireType(key: string, { type, description }: Declaration, value: string) {
  const ok =
    type === "integer" ? /^-?\d+$/.test(value) : type === "boolean" ? /^(true|false)$/.test(value) : true;
  if (ok) return;
  const wanted = type === "integer" ? "a whole number" : "true or false";
  throw new LabError(`${key}: expected ${wanted}, saw "${value}".`, `It means: ${description}.`);
}
