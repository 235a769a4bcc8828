import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "../../common/engine-error.ts";
import { configText, parseConfigYaml } from "./config-yaml.ts";
import type { Project } from "./project.ts";
import type { Crypter } from "./secrets.ts";

/** A stack's configuration in the form the SDK reads it: full keys, values as text, JSON for structured ones. */
export interface StackConfig {
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** What stands in Pulumi.STACK.yaml. */
export interface StackFile {
  readonly encryptionsalt?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly secretsprovider?: string;
}

/** Where the settings of a stack lie. */
export function stackConfigFile({ stackConfigDir, extension }: Project, stack: string): string {
  return join(stackConfigDir, `Pulumi.${stack}${extension}`);
}

/** The stacks of the project that have a file for their settings. */
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

/** Lays the stack's values over the project's defaults, and `overrides` over both. */
export function resolveConfig(
  project: Project,
  file: StackFile,
  crypter: () => Crypter,
  overrides: Readonly<Record<string, string>> = {},
): StackConfig {
  const values: Record<string, string> = {};
  const secretKeys = new Set(project.secretKeys);
  for (const [key, value] of project.configDefaults) values[key] = configText(value);
  for (const [key, value] of Object.entries(file.config ?? {})) {
    const opened = decrypt(value, crypter);
    if (opened.secret) secretKeys.add(key);
    values[key] = configText(opened.value);
  }
  for (const [key, value] of Object.entries(overrides)) values[key] = value;
  return { values, secretKeys: [...secretKeys].filter((key) => key in values) };
}

/** `{secure: CIPHERTEXT}` stands for a secret, at the top or anywhere inside. */
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
