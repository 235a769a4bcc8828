import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "../../common/engine-error.ts";
import { configText, parseConfigYaml } from "./config-yaml.ts";
import { type Given, wrongValues } from "./declarations.ts";
import type { Project } from "./project.ts";
import type { Crypter } from "./secrets.ts";

/** A stack's configuration in the form that the SDK reads: full keys, values as text, JSON for structured ones. */
export interface StackConfig {
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** The content of Pulumi.STACK.yaml. */
export interface StackFile {
  readonly encryptionsalt?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly secretsprovider?: string;
}

/** The path of a stack's settings file. */
export function stackConfigFile({ stackConfigDir, extension }: Project, stack: string): string {
  return join(stackConfigDir, `Pulumi.${stack}${extension}`);
}

/** The stacks of the project that have a settings file. */
export function stacksWithConfig({ stackConfigDir, extension }: Project): string[] {
  if (!existsSync(stackConfigDir)) return [];
  return readdirSync(stackConfigDir)
    .filter((name) => name.startsWith("Pulumi.") && name.endsWith(extension))
    .map((name) => name.slice("Pulumi.".length, -extension.length))
    .filter((stack) => stack !== "");
}

/** Reads Pulumi.STACK.yaml; a stack without a file has no configuration of its own. */
export function readStackFile(project: Project, stack: string): StackFile {
  const file = stackConfigFile(project, stack);
  if (!existsSync(file)) return {};
  let content: StackFile & Record<string, unknown>;
  try {
    content = (parseConfigYaml(readFileSync(file, "utf8")) ?? {}) as typeof content;
  } catch (error) {
    throw new EngineError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  const foreign = ["environment", "encryptedkey"].find((key) => content[key] !== undefined);
  const provider = content.secretsprovider ?? "";
  if (foreign === undefined && ["", "default", "passphrase"].includes(provider)) return content;
  const seen = foreign ?? `the secrets provider "${provider}"`;
  throw new EngineError(`${file}: the embedded engine does not know ${seen}; use the Pulumi CLI.`);
}

/** Combines the project's defaults, the stack's values and `overrides`; later ones take precedence. */
export function resolveConfig(
  project: Project,
  file: StackFile,
  crypter: () => Crypter,
  overrides: Readonly<Record<string, string>> = {},
): StackConfig {
  const given = collectValues(project, file, crypter, overrides);
  const isSecret = (key: string) => given.get(key)?.secret || project.declarations.get(key)?.secret === true;
  return {
    values: Object.fromEntries([...given].map(([key, { value }]) => [key, configText(value)])),
    secretKeys: [...given.keys()].filter(isSecret),
  };
}

/**
 * The same for a run of the program, which the CLI refuses if a declared setting has no value, or one of another type.
 * @throws EngineError
 */
export function requireConfig(
  project: Project,
  stack: string,
  file: StackFile,
  crypter: () => Crypter,
  overrides: Readonly<Record<string, string>> = {},
): StackConfig {
  const wrong = wrongValues(stack, project.declarations, collectValues(project, file, crypter, overrides));
  if (wrong.length === 0) return resolveConfig(project, file, crypter, overrides);
  throw new EngineError(`${wrong.join("; ")}. Its settings are in ${stackConfigFile(project, stack)}.`);
}

function collectValues(
  project: Project,
  file: StackFile,
  crypter: () => Crypter,
  overrides: Readonly<Record<string, string>>,
): Map<string, Given> {
  const given = new Map<string, Given>();
  for (const [key, { value }] of project.declarations)
    if (value !== undefined) given.set(key, { value: asGiven(value), secret: false });
  for (const [key, written] of Object.entries(file.config ?? {})) {
    const { value, secret } = decrypt(written, crypter);
    given.set(key, { value: asGiven(value), secret });
  }
  for (const [key, value] of Object.entries(overrides)) given.set(key, { value, secret: false });
  return given;
}

/** Scalars become text. */
function asGiven(value: unknown): unknown {
  return typeof value === "object" && value !== null ? value : configText(value);
}

/** Replaces `{secure: CIPHERTEXT}` by the secret, at the top or anywhere inside. */
function decrypt(value: unknown, crypter: () => Crypter): { value: unknown; secret: boolean } {
  if (typeof value !== "object" || value === null) return { value, secret: false };
  if (Array.isArray(value)) {
    const items = value.map((item) => decrypt(item, crypter));
    return { value: items.map((item) => item.value), secret: items.some((item) => item.secret) };
  }
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === "secure" && typeof entries[0][1] === "string") {
    return { value: crypter().decrypt(entries[0][1]), secret: true };
  }
  const opened = entries.map(([key, item]) => [key, decrypt(item, crypter)] as const);
  return {
    value: Object.fromEntries(opened.map(([key, item]) => [key, item.value])),
    secret: opened.some(([, item]) => item.secret),
  };
}
