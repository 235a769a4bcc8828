import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { release } from "node:os";
import { delimiter, join } from "node:path";

/** What decides how a browser is opened here. */
export interface Desktop {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Of the kernel: that of WSL names Microsoft. */
  readonly release: string;
  /** Whether a program is on PATH. */
  readonly has: (program: string) => boolean;
}

/**
 * The command that opens an address in the user's browser; undefined where there is no desktop, or where it is another
 * machine's: over ssh the browser would open where nobody sits.
 */
export function browserCommand(url: string, desktop: Desktop = thisDesktop()): string[] | undefined {
  const { platform, env, has } = desktop;
  if (env.SSH_CONNECTION || env.SSH_TTY) return undefined;
  if (platform === "darwin") return ["open", url];
  if (isWsl(desktop)) {
    if (has("wslview")) return ["wslview", url];
    // The empty text is the title of a window; without it, `start` takes the address for one.
    return has("cmd.exe") ? ["cmd.exe", "/c", "start", '""', url] : undefined;
  }
  const hasDesktop = Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
  return hasDesktop && has("xdg-open") ? ["xdg-open", url] : undefined;
}

/** Opens the address if it can; it was printed before, so that a failure needs no word. */
export function openBrowser(url: string): void {
  const [program, ...args] = browserCommand(url) ?? [];
  if (program === undefined) return;
  const browser = spawn(program, args, { detached: true, stdio: "ignore" });
  browser.on("error", () => undefined);
  browser.unref();
}

function isWsl({ platform, env, release: kernel }: Desktop): boolean {
  return platform === "linux" && (Boolean(env.WSL_DISTRO_NAME) || /microsoft/i.test(kernel));
}

function thisDesktop(): Desktop {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const has = (program: string) => folders.some((folder) => isExecutable(join(folder, program)));
  return { platform: process.platform, env: process.env, release: release(), has };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
