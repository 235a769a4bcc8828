import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileSum } from "../../kit/file-sum.ts";
import { runLogged } from "../../terminal/processes.ts";
import type { Part } from "./part.ts";

/** What the lab installs where there is no engine. */
const wanted = ["docker.io", "iptables"];

/**
 * Docker's packages of this machine's Debian or Ubuntu release, with all that they need on a machine that has nothing: apt
 * takes from them what a learner's machine lacks. Undefined on other systems, and where no mirror answers.
 */
export async function debianPart(log: (line: string) => void): Promise<Part | undefined> {
  const release = releaseName();
  if (release === undefined) return undefined;
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const work = mkdtempSync(join(tmpdir(), "kafka-lab-apt-"));
  process.once("exit", () => rmSync(work, { recursive: true, force: true }));
  try {
    const apt = await openApt(work);
    const uris = await apt(["install", "--print-uris", "-y", "--no-install-recommends", ...wanted]);
    const lines = uris.split("\n").filter((line) => line.startsWith("'"));
    const key = createHash("sha256").update(
      lines.map((line) => line.split(" ").slice(1).join(" ")).join("\n"),
    );
    return {
      path: `debian/${release}-${arch}-${key.digest("hex").slice(0, 12)}.tar`,
      platform: `linux/${arch}`,
      aboutBytes: lines.reduce((sum, line) => sum + Number(line.split(" ")[2]), 0),
      write: async (file) => {
        await apt(["install", "--download-only", "-y", "--no-install-recommends", ...wanted]);
        const folder = join(work, "cache/archives");
        writeFileSync(join(folder, "Packages"), await indexOf(folder));
        const names = ["Packages", ...packagesIn(folder)].map((name) => `./${name}`);
        await runLogged("tar", ["-cf", file, "-C", folder, ...names], {});
      },
    };
  } catch (error) {
    const [reason = ""] = (error as Error).message.split("\n").slice(-1);
    log(`Docker's packages for ${release} are left out: no mirror of Debian's gave them (${reason.trim()}).`);
    return undefined;
  }
}

function releaseName() {
  if (!existsSync("/etc/os-release") || !existsSync("/usr/bin/apt-get")) return undefined;
  return /^VERSION_CODENAME="?(\w+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
}

/** This machine's sources, with lists of their own and as if nothing were installed. */
async function openApt(work: string) {
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
  const apt = (args: string[]) => runLogged("apt-get", ["-q", ...options, ...args], {});
  await apt(["update"]);
  return apt;
}

const packagesIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith(".deb"));

/** The index by which apt finds packages in a folder: https://wiki.debian.org/DebianRepository/Format */
async function indexOf(folder: string) {
  const stanzas: string[] = [];
  for (const name of packagesIn(folder)) {
    const fields = await runLogged("dpkg-deb", ["--field", join(folder, name)], {});
    const [bytes, sum] = [statSync(join(folder, name)).size, await fileSum(join(folder, name))];
    stanzas.push(`${fields.trimEnd()}\nFilename: ./${name}\nSize: ${bytes}\nSHA256: ${sum}\n`);
  }
  return `${stanzas.join("\n")}\n`;
}
