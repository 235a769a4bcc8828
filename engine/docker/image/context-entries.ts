import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import dockerignore from "@balena/dockerignore";

/** A file, folder or link in a build context; its name is relative to the context. */
export interface ContextEntry {
  readonly kind: "file" | "folder" | "link";
  readonly name: string;
  readonly path: string;
  readonly mode: number;
}

/** The rules of a `.dockerignore`. */
export interface IgnoreRules {
  readonly ignores: (name: string) => boolean;
  /** Whether a rule may include something inside an ignored folder again. */
  readonly mayReturn: boolean;
}

/** All entries that are not ignored, each folder before its content, in the order of path segments: `src/b` before `src-x`. */
export function contextEntries(folder: string, rules: IgnoreRules, prefix = ""): ContextEntry[] {
  return readdirSync(join(folder, prefix))
    .sort((one, other) => (one < other ? -1 : 1))
    .flatMap((segment): ContextEntry[] => {
      const name = prefix === "" ? segment : `${prefix}/${segment}`;
      const path = join(folder, name);
      const { mode } = lstatSync(path);
      const kind = kindOf(mode);
      const isIgnored = rules.ignores(name);
      const own = isIgnored || kind === undefined ? [] : [{ kind, name, path, mode }];
      const isClosed = kind !== "folder" || (isIgnored && !rules.mayReturn);
      return isClosed ? own : [...own, ...contextEntries(folder, rules, name)];
    });
}

/** `DOCKERFILE.dockerignore` wins over `.dockerignore`; the names in `always` are never ignored. */
export function rulesOf(
  { folder, dockerfile }: { folder: string; dockerfile: string },
  always: readonly string[] = [],
): IgnoreRules {
  const file = [`${dockerfile}.dockerignore`, join(folder, ".dockerignore")].find((path) => existsSync(path));
  if (file === undefined) return { ignores: () => false, mayReturn: false };
  const text = readFileSync(file, "utf8");
  const matcher = dockerignore.default({ ignorecase: false }).add(text);
  return {
    ignores: (name) => !always.includes(name) && matcher.ignores(name),
    mayReturn: always.some((name) => name.includes("/")) || /^\s*!/m.test(text),
  };
}

/** The file type, from the first octal digits of a mode. */
function kindOf(mode: number): ContextEntry["kind"] | undefined {
  const format = mode & 0o170000;
  if (format === 0o040000) return "folder";
  if (format === 0o100000) return "file";
  return format === 0o120000 ? "link" : undefined;
}
