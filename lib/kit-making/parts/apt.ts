import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runLogged } from "../../terminal/processes.ts";

/** apt-get with these arguments, in this folder where it writes into one; what it prints. */
export type Apt = (args: readonly string[], cwd?: string) => Promise<string>;

/** The name of this machine's Debian or Ubuntu release; undefined on other systems. */
export function releaseName() {
  if (!existsSync("/etc/os-release") || !existsSync("/usr/bin/apt-get")) return undefined;
  return /^VERSION_CODENAME="?(\w+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
}

/** This machine's sources, with lists of their own and as if nothing were installed. */
export async function openApt(): Promise<{ apt: Apt; archives: string }> {
  const work = mkdtempSync(join(tmpdir(), "kafka-lab-apt-"));
  process.once("exit", () => rmSync(work, { recursive: true, force: true }));
  for (const folder of ["state/lists/partial", "cache/archives/partial"])
    mkdirSync(join(work, folder), { recursive: true });
  writeFileSync(join(work, "status"), "");
  const settings = {
    "Dir::State": join(work, "state"),
    "Dir::State::status": join(work, "status"),
    "Dir::Cache": join(work, "cache"),
    "APT::Sandbox::User": "",
    "Acquire::Retries": "0",
    "Acquire::http::Timeout": "15",
    "Acquire::Languages": "none",
    "APT::Update::Error-Mode": "any",
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
  const apt: Apt = (args, cwd = work) => runLogged("apt-get", ["-q", ...options, ...args], { cwd });
  await apt(["update"]);
  return { apt, archives: join(work, "cache/archives") };
}
