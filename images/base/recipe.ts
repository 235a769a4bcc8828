import { spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashRecipe, recipeLabel } from "../building/docker-image.ts";
import { proxyEnvironment } from "../building/proxy.ts";
import type { BuildStep, Recipe } from "../building/recipe.ts";
import { CommandFailed, run } from "../building/run-command.ts";
import { trustedCertificates } from "../building/trust.ts";

const suite = "bookworm";
const mirror = process.env.DEBIAN_MIRROR ?? "";

/**
 * Packages installed later leave no documentation behind, and are not synced to disk, because a build that is cut off
 * is done again.
 */
const dpkgSettings = `force-unsafe-io
path-exclude=/usr/share/doc/*
path-include=/usr/share/doc/*/copyright
path-exclude=/usr/share/man/*/*
`;

/** The smallest Debian that has a package manager; all other images are built on it. */
export function baseRecipe(): Recipe {
  const name = `kafka-lab/base:${suite}`;
  const recipe = hashRecipe([readFileSync(new URL(import.meta.url), "utf8"), process.arch]);
  return { name, aliases: [], recipe, build: (options) => build(name, recipe, options) };
}

async function build(name: string, recipe: string, { workDir, onLine }: BuildStep) {
  const root = join(workDir, "rootfs");
  const env = {
    ...proxyEnvironment(process.env),
    ...downloaderTrust(workDir),
    PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
  };
  try {
    await withPlainName(workDir, (dir) =>
      run(
        "debootstrap",
        ["--variant=minbase", suite, join(dir, "rootfs"), ...(mirror === "" ? [] : [mirror])],
        { onLine, env },
      ),
    );
  } catch (error) {
    throw error instanceof CommandFailed
      ? new CommandFailed("debootstrap", `${error.output}\n${debootstrapLog(root)}`)
      : error;
  }
  onLine("packing");
  slim(root);
  await importInto(name, recipe, root);
}

/** debootstrap fails in a folder with a space in its path, so it gets a link to it whose path has none. */
async function withPlainName(dir: string, step: (link: string) => Promise<unknown>) {
  const place = mkdtempSync(join(tmpdir(), "kafka-lab-"));
  try {
    symlinkSync(dir, join(place, "work"));
    await step(join(place, "work"));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** debootstrap downloads with wget, which knows a private CA only from a settings file of its own. */
function downloaderTrust(workDir: string) {
  if (!mirror.startsWith("https:")) return {};
  writeFileSync(join(workDir, "ca.pem"), trustedCertificates().join("\n"));
  writeFileSync(join(workDir, "wgetrc"), `ca_certificate = ${join(workDir, "ca.pem")}\n`);
  return { WGETRC: join(workDir, "wgetrc") };
}

const unread = [
  "var/cache/apt",
  "var/lib/apt/lists",
  "var/log",
  "usr/share/doc",
  "usr/share/man",
  "usr/share/locale",
];

/** Removes what no container reads: package archives and lists, documentation, translations, traces of this machine. */
function slim(root: string) {
  for (const dir of unread.map((path) => join(root, path))) {
    for (const entry of readdirSync(dir)) rmSync(join(dir, entry), { recursive: true, force: true });
  }
  for (const file of ["etc/resolv.conf", "etc/hostname"]) rmSync(join(root, file), { force: true });
  // Java's package links its manual pages there, and fails if the folder is missing.
  mkdirSync(join(root, "usr/share/man/man1"));
  writeFileSync(join(root, "etc/dpkg/dpkg.cfg.d/slim"), dpkgSettings);
}

async function importInto(name: string, recipe: string, root: string) {
  const tar = spawn("tar", ["-C", root, "--numeric-owner", "--sort=name", "-c", "."], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const labels = ["--change", `LABEL ${recipeLabel}=${recipe}`, "--change", 'CMD ["bash"]'];
  await run("docker", ["import", ...labels, "-", name], { input: tar.stdout });
}

function debootstrapLog(root: string) {
  try {
    return readFileSync(join(root, "debootstrap", "debootstrap.log"), "utf8")
      .split("\n")
      .slice(-15)
      .join("\n");
  } catch {
    return "";
  }
}
