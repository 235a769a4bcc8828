import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileSum } from "../../kit/file-sum.ts";
import { ownPlatform } from "../../kit/platforms.ts";
import { runLogged } from "../../terminal/processes.ts";
import { type Apt, openApt, releaseName } from "./apt.ts";
import type { Part } from "./part.ts";
import { writeOutput } from "./write-output.ts";

/** What the lab installs where there is no engine. */
const wanted = ["docker.io", "iptables"];

/**
 * What machines like this one need of its Debian or Ubuntu release: Docker's packages, and the registry of `./lab hosts`.
 * Nothing on other systems, and where no mirror answers.
 */
export async function debianParts(log: (line: string) => void): Promise<Part[]> {
  const release = releaseName();
  if (release === undefined) return [];
  const { name: platform, images } = ownPlatform();
  const parts: Part[] = [];
  let what = `Docker's packages for ${release}, and the registry of lesson 20`;
  try {
    const { apt, archives } = await openApt();
    parts.push({ ...(await dockerPart(apt, archives, `${release}-${images.split("/")[1]}`)), platform });
    what = "The registry of lesson 20";
    parts.push({ ...(await registryPart(apt, archives, platform)), platform });
  } catch (error) {
    const [reason = ""] = (error as Error).message.split("\n").slice(-1);
    log(`${what}: left out, because no mirror of Debian's gave it (${reason.trim()}).`);
  }
  return parts;
}

type OwnPart = Omit<Part, "platform">;

/**
 * With all that they need on a machine that has nothing: apt takes from them what a learner's machine lacks.
 */
async function dockerPart(apt: Apt, archives: string, system: string): Promise<OwnPart> {
  const install = ["-y", "--no-install-recommends", ...wanted];
  const { key, bytes } = await whatComes(apt, ["install", "--print-uris", ...install]);
  return {
    path: `debian/${system}-${key}.tar`,
    aboutBytes: bytes,
    write: async (file) => {
      await apt(["install", "--download-only", ...install]);
      writeFileSync(join(archives, "Packages"), await indexOf(archives));
      const names = ["Packages", ...packagesIn(archives)].map((name) => `./${name}`);
      await runLogged("tar", ["-cf", file, "-C", archives, ...names], {});
    },
  };
}

/** The program alone, with the words of its licence: what the package installs would start by itself. */
async function registryPart(apt: Apt, archives: string, platform: string): Promise<OwnPart> {
  const { key, bytes } = await whatComes(apt, ["download", "--print-uris", "docker-registry"]);
  const names = ["usr/bin/docker-registry", "usr/share/doc/docker-registry/copyright"];
  return {
    path: `registry/${platform.replace("/", "-")}-${key}.tar.gz`,
    aboutBytes: bytes,
    write: async (file, show) => {
      const folder = join(archives, "../registry");
      mkdirSync(folder, { recursive: true });
      await apt(["download", "docker-registry"], folder);
      const [archive = ""] = packagesIn(folder);
      await runLogged("dpkg-deb", ["--extract", join(folder, archive), folder], {});
      await writeOutput(file, ["tar", "-cf", "-", "-C", folder, ...names], { show });
    },
  };
}

/** A key of what apt would download, and how large that is, from its lines: 'ADDRESS' NAME BYTES CHECKSUM */
async function whatComes(apt: Apt, args: readonly string[]) {
  const lines = (await apt(args)).split("\n").filter((line) => line.startsWith("'"));
  const key = createHash("sha256").update(lines.map((line) => line.split(" ").slice(1).join(" ")).join("\n"));
  return {
    key: key.digest("hex").slice(0, 12),
    bytes: lines.reduce((sum, line) => sum + Number(line.split(" ")[2]), 0),
  };
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
