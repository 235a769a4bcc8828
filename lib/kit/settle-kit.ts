import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { engineGet } from "../docker/docker-api.ts";
import { ensureDocker } from "../docker/docker-setup.ts";
import { rememberStack } from "../stack/choose-stack.ts";
import { runLogged } from "../terminal/processes.ts";
import { startProgress } from "../terminal/spinner.ts";
import { openKit } from "./check-kit.ts";
import type { Manifest } from "./manifest.ts";
import { ownPlatform } from "./platforms.ts";
import { settlePulumi } from "./settle-pulumi.ts";
import { settleRegistry } from "./settle-registry.ts";

/** Puts the rest of a kit that was checked in place; what the machine has is kept. */
export async function settleKit(dir: string, { yes, log }: { yes: boolean; log: (line: string) => void }) {
  const { manifest } = openKit(dir);
  const { version, url } = await ensureDocker({ yes, log, apt: aptSource(dir, manifest) });
  log(`Docker: engine ${version} at ${url}`);
  await loadImages(dir, manifest, log);
  await settlePulumi(dir, manifest, log);
  await settleRegistry(dir, manifest, log);
  rememberStack(manifest.stack);
  log(
    `\nThe lab is in ${labDir}. Now, without a network:\n\n  cd ${labDir}\n  ${hasNpm() ? "npm run lab" : "./lab start"}`,
  );
}

/** How apt takes Docker's packages from the kit alone; undefined where it has none for this release. */
function aptSource(dir: string, { files }: Manifest) {
  const release = readDebianRelease();
  const file = files.find(({ path }) =>
    path.startsWith(`debian/${release}-${ownPlatform().name.replace("linux/", "")}-`),
  );
  if (file === undefined) return undefined;
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), "kafka-lab-apt-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    for (const name of ["packages", "lists/partial"]) mkdirSync(join(folder, name), { recursive: true });
    await runLogged("tar", ["-xof", join(dir, file.path), "-C", join(folder, "packages")], {});
    // Its checksums were checked with the kit's.
    writeFileSync(join(folder, "sources.list"), `deb [trusted=yes] file:${folder}/packages ./\n`);
    return [
      ...["-o", `Dir::Etc::sourcelist=${folder}/sources.list`, "-o", "Dir::Etc::sourceparts=/dev/null"],
      ...["-o", `Dir::State::lists=${folder}/lists`, "-o", "APT::Sandbox::User=root"],
      ...["-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache="],
    ];
  };
}

function readDebianRelease() {
  if (!existsSync("/etc/os-release")) return undefined;
  return /^VERSION_CODENAME="?(\w+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
}

/** One file has them all; where each is there by its id, nothing is loaded. */
async function loadImages(dir: string, { images, files }: Manifest, log: (line: string) => void) {
  const { images: platform } = ownPlatform();
  const wanted = images.filter((image) => image.platform === platform);
  const there = await Promise.all(wanted.map(async ({ name, id }) => (await idOf(name)) === id));
  if (there.every(Boolean)) return log("Images: all there");
  const file = files.find(({ path }) => path.startsWith(`images/${platform.replace("/", "-")}-`));
  if (file === undefined)
    throw new LabError(`the kit has no images for ${platform}.`, "Make a kit with this platform.");
  const progress = startProgress();
  progress.show("loading the images into Docker ...");
  await runLogged("docker", ["load", "--quiet", "--input", join(dir, file.path)], {}).finally(progress.end);
  log(`Images: ${wanted.map(({ name }) => name).join(", ")}`);
}

async function idOf(name: string) {
  const { status, body } = await engineGet(`/images/${encodeURI(name)}/json`);
  return status === 200 ? (body as { Id: string }).Id : undefined;
}

const hasNpm = () =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "npm")));
