import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { freeSpace } from "./build-failure.ts";
import { debianSources } from "./debian-sources.ts";
import { proxyEnvironment } from "./proxy.ts";
import { CommandFailed, run } from "./run-command.ts";
import { trustedCertificates } from "./trust.ts";

/** The keys of Debian's archive; Ubuntu has them in a package as well. */
export const debianKeyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
const architectures: Record<string, string> = { x64: "amd64", arm64: "arm64" };

/** Debian's packages still contain `/bin`, which has been a link to `/usr/bin` since Debian 12, and so on. */
export const mergedFolders = ["bin", "sbin", "lib", "lib64"];

/** A file of apt's is larger. */
const fullBelowBytes = 1024 * 1024;

type OnLine = (line: string) => void;

/** Debian's packages, which apt finds and downloads, with lists and settings that are not this machine's. */
export interface Debian {
  /** What an installation of these packages consists of, dependencies included, each as `name=version`. */
  resolve(names: string[], onLine: OnLine): Promise<string[]>;
  /**
   * Downloads the packages and unpacks them below the folder. None of their scripts runs, which needs no root and takes
   * a fraction of an installation's time; what the scripts would have made, the caller makes.
   */
  unpack(packages: string[], root: string, onLine: OnLine): Promise<void>;
}

export function createDebian(suite: string, workDir: string): Debian {
  const dir = join(workDir, "apt");
  const env = proxyEnvironment(process.env);
  const apt = (args: string[], onLine: OnLine, cwd?: string) =>
    whileThereIsSpace(workDir, (signal) =>
      run("apt-get", ["-q", ...aptOptions(dir), ...args], { env, onLine, signal, ...(cwd ? { cwd } : {}) }),
    );
  let updated: Promise<unknown> | undefined;
  const resolved = new Map<string, Promise<string[]>>();

  async function askApt(names: string[], onLine: OnLine): Promise<string[]> {
    updated ??= prepare(suite, dir).then(() => apt(["update"], onLine));
    await updated;
    const plan = await apt(["install", "--simulate", "--no-install-recommends", ...names], () => {});
    return [...plan.matchAll(/^Inst (\S+) \((\S+) /gm)].map(([, name, version]) => `${name}=${version}`);
  }

  return {
    resolve(names, onLine) {
      const key = names.join(" ");
      const known = resolved.get(key) ?? askApt(names, onLine);
      resolved.set(key, known);
      return known;
    },
    async unpack(packages, root, onLine) {
      const archives = join(dir, basename(root));
      mkdirSync(archives);
      await apt(["download", ...packages], onLine, archives);
      linkMergedFolders(root);
      const files = readdirSync(archives).map((file) => join(archives, file));
      await run("bash", ["-c", unpackScript, "unpack", root, ...files], { onLine });
      keepOnlyLicences(join(root, "usr/share/doc"));
    },
  };
}

function linkMergedFolders(root: string) {
  for (const name of mergedFolders) {
    mkdirSync(join(root, "usr", name), { recursive: true });
    symlinkSync(join("usr", name), join(root, name));
  }
}

function keepOnlyLicences(docs: string) {
  for (const entry of readdirSync(docs, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const dir = join(docs, entry.name);
    for (const name of readdirSync(dir).filter((name) => name !== "copyright"))
      rmSync(join(dir, name), { recursive: true });
  }
}

/** apt waits for ever for a helper of its own that could not write. */
async function whileThereIsSpace<T>(dir: string, step: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const full = new AbortController();
  const timer = setInterval(() => {
    if (freeSpace([dir]).some(({ freeBytes }) => freeBytes < fullBelowBytes)) full.abort();
  }, 1_000);
  try {
    return await step(full.signal);
  } catch (error) {
    throw full.signal.aborted ? new CommandFailed("apt-get", "no space left on device") : error;
  } finally {
    clearInterval(timer);
  }
}

async function prepare(suite: string, dir: string) {
  mkdirSync(join(dir, "state/lists/partial"), { recursive: true });
  mkdirSync(join(dir, "cache/archives/partial"), { recursive: true });
  writeFileSync(join(dir, "status"), "");
  writeFileSync(join(dir, "ca.pem"), trustedCertificates().join("\n"));
  writeFileSync(join(dir, "sources.list"), await sourcesList(suite, dir));
}

async function sourcesList(suite: string, dir: string) {
  const query = ["update", "--print-uris", "-o", `Dir::State::lists=${join(dir, "state/lists")}`];
  const sources = debianSources(suite, process.env.DEBIAN_MIRROR, await run("apt-get", query));
  const options = `[arch=${architectures[process.arch] ?? process.arch} signed-by=${debianKeyring}]`;
  return sources.map((source) => `deb ${options} ${source} main\n`).join("");
}

/** This machine's own settings stay in force where these do not replace them: they know its proxy. */
function aptOptions(dir: string) {
  const settings = {
    "Dir::State": join(dir, "state"),
    "Dir::State::status": join(dir, "status"),
    "Dir::Cache": join(dir, "cache"),
    "Dir::Cache::pkgcache": "pkgcache.bin",
    "Dir::Cache::srcpkgcache": "srcpkgcache.bin",
    "Dir::Etc::sourcelist": join(dir, "sources.list"),
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::Etc::preferences": "/dev/null",
    "Dir::Etc::preferencesparts": "/dev/null",
    "APT::Default-Release": "",
    "APT::Sandbox::User": "",
    "Acquire::GzipIndexes": "false",
    "Acquire::Languages": "none",
    "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
    ...(process.env.DEBIAN_MIRROR?.startsWith("https:") && { "Acquire::https::CAInfo": join(dir, "ca.pem") }),
  };
  return Object.entries(settings).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
}

// What a package scanner reads where there is no package manager: https://github.com/GoogleContainerTools/distroless
const unpackScript = `set -eu -o pipefail
root=$1 && shift
mkdir -p "$root/var/lib/dpkg/status.d"
for file in "$@"; do
  echo "unpacking \${file##*/}"
  dpkg-deb --fsys-tarfile "$file" | tar -xp -C "$root" --keep-directory-symlink --no-same-owner \\
    --exclude './usr/share/man/*' --exclude './usr/share/info/*' --exclude './usr/share/locale/*'
  dpkg-deb --field "$file" >"$root/var/lib/dpkg/status.d/$(dpkg-deb --field "$file" Package)"
done`;
