import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { LabError } from "../../common/lab-error.mjs";
import { writeWhole } from "../../common/write-whole.ts";
import { completeImages, imageSettings } from "../../images/machine-images.ts";

/** @typedef {{ type: string, default: unknown, description: string }} Declaration */

/**
 * Reads and edits the settings in Pulumi.STACK.yaml as `pulumi config` does, for those who have no such command;
 * comments and order of the file stay.
 */
export class ConfigEditor {
  /**
   * @param {string} projectDir
   * @param {string} stack
   * @param {(edit: () => void) => void} [guard] stands around each edit of the file
   */
  constructor(projectDir, stack, guard = (edit) => edit()) {
    this.projectDir = projectDir;
    this.file = join(projectDir, `Pulumi.${stack}.yaml`);
    this.guard = guard;
    const project = parseDocument(readFileSync(join(projectDir, "Pulumi.yaml"), "utf8")).toJS();
    /** @type {string} */
    this.project = project.name;
    /** @type {Record<string, Declaration>} */
    this.declarations = project.config ?? {};
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

  /** @param {string} key @returns {string} */
  get(key) {
    const { default: byDefault } = this.#declared(key);
    const image = imageSettings.find((name) => name === key);
    if (!image) return asText(this.#given(key) ?? byDefault);
    return completeImages((name) => asText(this.#given(name)), this.projectDir)[image];
  }

  /** What holds where the stack says nothing. @param {string} key */
  defaultOf(key) {
    return asText(this.#declared(key).default);
  }

  /** Refuses an unknown setting, and text where a number is wanted. @param {string} key @param {string} value */
  requireForm(key, value) {
    requireType(key, this.#declared(key), value);
  }

  /** @param {string} key @param {string | number | boolean} value */
  set(key, value) {
    this.requireForm(key, String(value));
    const document = this.#read();
    if (this.#given(key) !== undefined && asText(this.#given(key)) === String(value)) return;
    if (!isMap(document.get("config"))) document.set("config", document.createNode({}));
    document.setIn(["config", this.#fullKey(key)], String(value));
    this.#write(document);
  }

  /** Back to the project's default. @param {string} key */
  remove(key) {
    this.#declared(key);
    const document = this.#read();
    if (!document.deleteIn(["config", this.#fullKey(key)])) return;
    const config = document.get("config");
    if (isMap(config) && config.items.length === 0) document.delete("config");
    this.#write(document);
  }

  /** @param {string} key */
  #given(key) {
    const document = this.#read();
    return document.hasIn(["config", this.#fullKey(key)])
      ? document.getIn(["config", this.#fullKey(key)])
      : undefined;
  }

  /** @param {string} key */
  #fullKey(key) {
    return `${this.project}:${key}`;
  }

  /** @param {string} key @returns {Declaration} */
  #declared(key) {
    const declaration = this.declarations[key];
    if (declaration) return declaration;
    const keys = Object.keys(this.declarations);
    throw new LabError(
      `there is no setting "${key}".`,
      `Did you mean ${nearest(key, keys)}? All of them: ./lab config list`,
    );
  }

  #read() {
    const document = parseDocument(existsSync(this.file) ? readFileSync(this.file, "utf8") : "");
    const [error] = document.errors;
    if (error) throw new LabError(`${this.file} is not YAML: ${error.message}`, "Mend it, then try again.");
    if (document.contents === null) document.contents = /** @type {any} */ (document.createNode({}));
    return document;
  }

  /** @param {import("yaml").Document} document */
  #write(document) {
    this.guard(() => writeWhole(this.file, document.toString()));
  }
}

/** @param {unknown} value */
function asText(value) {
  return typeof value === "object" ? JSON.stringify(value) : String(value ?? "");
}

/** @param {string} key @param {Declaration} declaration @param {string} value */
function requireType(key, { type, description }, value) {
  const ok =
    type === "integer" ? /^-?\d+$/.test(value) : type === "boolean" ? /^(true|false)$/.test(value) : true;
  if (ok) return;
  const wanted = type === "integer" ? "a whole number" : "true or false";
  throw new LabError(`${key}: expected ${wanted}, saw "${value}".`, `It means: ${description}.`);
}

/** The key that shares most with what was typed. @param {string} typed @param {string[]} keys */
function nearest(typed, keys) {
  const pairs = (/** @type {string} */ text) =>
    new Set(Array.from(text.toLowerCase(), (_, at) => text.toLowerCase().slice(at, at + 2)));
  const wanted = pairs(typed);
  const score = (/** @type {string} */ key) => {
    const has = pairs(key);
    return [...wanted].filter((pair) => has.has(pair)).length / (wanted.size + has.size);
  };
  return keys.toSorted((a, b) => score(b) - score(a))[0];
}
