import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { hashRecipe, recipeLabel } from "../building/docker-image.ts";
import type { Recipe } from "../building/recipe.ts";
import { run } from "../building/run-command.ts";

export const suite = "bookworm";

/** What Debian calls essential, with `/usr` merged without the converter (which needs Perl), and what Node links to. */
export const basePackages = ["?essential", "usr-is-merged", "libstdc++6"];

const sources = [import.meta.url, new URL("../building/debian.ts", import.meta.url)];

/** The smallest Debian; all other images are built on it. */
export function baseRecipe(): Recipe {
  const name = `kafka-lab/base:${suite}`;
  const recipe = hashRecipe([...sources.map((file) => readFileSync(new URL(file), "utf8")), process.arch]);
  return {
    name,
    aliases: [],
    recipe,
    download: async ({ workDir, debian, onLine }) => {
      const root = rootOf(workDir);
      await debian.unpack(await debian.resolve(basePackages, onLine), root, onLine);
      finish(root);
    },
    build: ({ workDir }) => importInto(name, recipe, rootOf(workDir)),
  };
}

function rootOf(workDir: string) {
  return join(workDir, "rootfs");
}

/** What the packages' scripts would have made, as far as a container needs it. */
function finish(root: string) {
  const at = (path: string) => join(root, path);
  copyFileSync(at("usr/share/base-passwd/passwd.master"), at("etc/passwd"));
  copyFileSync(at("usr/share/base-passwd/group.master"), at("etc/group"));
  copyFileSync(at("usr/share/base-files/profile"), at("etc/profile"));
  copyFileSync(at("usr/share/libc-bin/nsswitch.conf"), at("etc/nsswitch.conf"));
  symlinkSync("mawk", at("usr/bin/awk"));
  symlinkSync("which.debianutils", at("usr/bin/which"));
  for (const dir of ["mnt", "opt", "usr/local/bin", "usr/local/lib", "usr/local/sbin"])
    mkdirSync(at(dir), { recursive: true });
}

async function importInto(name: string, recipe: string, root: string) {
  // Whoever builds it, and whatever their umask is.
  const rights = ["--owner=0", "--group=0", "--numeric-owner", "--mode=go+rX"];
  const tar = spawn("tar", ["-C", root, ...rights, "--sort=name", "-c", "."], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const labels = ["--change", `LABEL ${recipeLabel}=${recipe}`, "--change", 'CMD ["bash"]'];
  await run("docker", ["import", ...labels, "-", name], { input: tar.stdout });
}
