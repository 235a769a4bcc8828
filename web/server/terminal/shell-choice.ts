import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { bashStartup } from "./bash-startup.ts";
import { zshStartup } from "./zsh-startup.ts";

/** How to start a shell. */
export interface ShellStart {
  /** Its name, such as `bash`. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Removes what the shell has not removed itself. */
  readonly clean: () => void;
}

/**
 * The user's shell if it is bash or zsh, because lessons are written for these; otherwise bash; without bash the user's
 * shell as it is, which then says nothing about itself.
 */
export function chooseShell(env: NodeJS.ProcessEnv): string {
  const own = env.SHELL ?? "";
  if (/^(bash|zsh)$/.test(basename(own)) && canRun(own)) return own;
  return find("bash", env) ?? (canRun(own) ? own : "/bin/sh");
}

/** Writes the shell's start-up files. @param key what marks its own marks */
export function prepareShell(shell: string, key: string, env: NodeJS.ProcessEnv = process.env): ShellStart {
  const name = basename(shell);
  const nodeFolder = dirname(process.execPath);
  const folder = mkdtempSync(join(tmpdir(), "kafka-lab-shell-"));
  const settings = { folder, nodeFolder, key };
  const args: string[] = [];
  const extra: NodeJS.ProcessEnv = {};
  if (name === "bash") {
    writeFileSync(join(folder, "bashrc"), bashStartup(settings), { mode: 0o600 });
    args.push("--rcfile", join(folder, "bashrc"), "-i");
  } else if (name === "zsh") {
    const { zshenv, zshrc } = zshStartup(settings);
    writeFileSync(join(folder, ".zshenv"), zshenv, { mode: 0o600 });
    writeFileSync(join(folder, ".zshrc"), zshrc, { mode: 0o600 });
    extra.ZDOTDIR = folder;
    if (env.ZDOTDIR !== undefined) extra.LAB_ZDOTDIR = env.ZDOTDIR;
  }
  return {
    name,
    ...withoutOtherFiles(shell, args, env),
    env: { ...shellEnv(env, nodeFolder), ...extra },
    clean: () => rmSync(folder, { recursive: true, force: true }),
  };
}

// node-pty leaves its side of each terminal open in all later children. A shell that held another's would keep that one
// alive when the server is killed, so all but the three standard files are closed first.
function withoutOtherFiles(shell: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const bash = find("bash", env);
  if (bash === undefined) return { file: shell, args };
  const close = `for f in /dev/fd/*; do f="\${f##*/}"; ((f > 2)) && eval "exec $f>&-"; done; exec "$0" "$@"`;
  return { file: bash, args: ["-c", close, shell, ...args] };
}

function shellEnv(env: NodeJS.ProcessEnv, nodeFolder: string): NodeJS.ProcessEnv {
  const hasLocale = env.LC_ALL ?? env.LC_CTYPE ?? env.LANG;
  return {
    ...env,
    ...(hasLocale ? {} : { LANG: "C.UTF-8" }),
    PATH: [nodeFolder, ...(env.PATH ? [env.PATH] : [])].join(delimiter),
    TERM: "xterm-256color",
    COLORTERM: "truecolor",
  };
}

function find(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = [...(env.PATH ?? "").split(delimiter), "/bin", "/usr/bin", "/usr/local/bin"];
  return folders
    .filter((folder) => folder.startsWith("/"))
    .map((folder) => join(folder, name))
    .find(canRun);
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return file.startsWith("/");
  } catch {
    return false;
  }
}
