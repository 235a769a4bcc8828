import { spawnSync } from "node:child_process";

/** Why this machine cannot play another one; undefined where it can. */
export const cannotHide = reasonAgainst();

/** Runs a command as one who may open no file by being root alone. */
export const withoutRights = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"];

/**
 * Runs a command on what looks like another machine: these folders are empty, small file systems of their own, and
 * the user may be one who is not root. Nobody else sees any of it.
 */
export function hiding(folders: readonly string[], { sizeMb = 1, asRoot = true } = {}): string[] {
  const mounts = folders.map(
    (folder) => `mkdir -p '${folder}' && mount -t tmpfs -o size=${sizeMb}m none '${folder}'`,
  );
  const run = asRoot ? 'exec "$@"' : 'exec unshare --user "$@"';
  return ["unshare", "--mount", "sh", "-c", [...mounts, run].join(" && "), "sh"];
}

function reasonAgainst(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return "needs Linux and root, to hide what is there";
  const attempt = spawnSync("unshare", ["--mount", "unshare", "--user", "setpriv", "--version"]);
  return attempt.status === 0 ? undefined : "needs unshare and setpriv, and the right to use them";
}
