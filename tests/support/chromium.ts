import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** The browser that the machine itself has; playwright-core brings none. */
export const executablePath = "/usr/bin/chromium";

export const args = ["--no-sandbox", "--disable-dev-shm-usage"];

/** Whether there is a browser; if not, says which tests are skipped for it. */
export function hasChromium(tests: string): boolean {
  const found = existsSync(executablePath);
  if (!found) console.log(`${tests}: skipped, because there is no ${executablePath}`);
  return found;
}

/** Installs Debian's browser where that is allowed and asked for, as CI does; a refusal is printed, and skips the tests. */
export function installChromium(): void {
  if (existsSync(executablePath) || !process.env.CI) return;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const packages = ["chromium", "fonts-dejavu-core"];
  try {
    execFileSync("apt-get", ["update", "-q"], { env, stdio: "ignore" });
    execFileSync("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], { env });
  } catch (error) {
    console.log(`no browser could be installed: ${(error as Error).message}`);
  }
}
