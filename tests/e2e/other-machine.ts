import { spawnSync } from "node:child_process";

/** Why this machine cannot play another one; undefined if it can. */
export const cannotHide = reasonAgainst();

/** Runs a command without the right of root to open every file. */
export const withoutRights = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"];

/**
 * Runs a command on what looks like another machine: these folders are empty, small file systems of their own, and the
 * user may be another than root. No other process sees any of it.
 */
export function hiding(folders: readonly string[], { sizeMb = 1, asRoot = true } = {}): string[] {
  const mounts = folders.map(
    (folder) => `mkdir -p '${folder}' && mount -t tmpfs -o size=${sizeMb}m none '${folder}'`,
  );
  const run = asRoot ? 'exec "$@"' : 'exec unshare --user "$@"';
  return ["unshare", "--mount", "sh", "-c", [...mounts, run].join(" && "), "sh"];
}

/** Why this machine cannot have a second network; undefined if it can. */
export const cannotSplitNetwork = reasonAgainstNetwork();

/**
 * Runs a command where Docker's socket can be reached but its published ports cannot, as in a container that has the
 * host's socket; on one port another program may answer there.
 */
export function onAnotherNetwork({ answeringOn }: { answeringOn?: number } = {}): string[] {
  const split = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
  if (answeringOn === undefined) return split;
  const script = `
    const server = require("node:http").createServer((_, response) => response.end("somebody else"));
    server.listen(${answeringOn}, "127.0.0.1", () => {
      const [command, ...args] = process.argv.slice(1);
      require("node:child_process").spawn(command, args, { stdio: "inherit" }).on("exit", (status) => process.exit(status));
    });`;
  return [...split, process.execPath, "-e", script];
}

function reasonAgainstNetwork(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return "needs Linux and root, to have another network";
  const attempt = spawnSync("unshare", ["--net", "ip", "link", "set", "lo", "up"]);
  return attempt.status === 0 ? undefined : "needs unshare and ip, and the right to use them";
}

function reasonAgainst(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return "needs Linux and root, to hide what is there";
  const attempt = spawnSync("unshare", ["--mount", "unshare", "--user", "setpriv", "--version"]);
  return attempt.status === 0 ? undefined : "needs unshare and setpriv, and the right to use them";
}
