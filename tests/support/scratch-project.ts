import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { eventually } from "./eventually.ts";
import { nodeImage } from "./images-here.ts";

const LAB = join(import.meta.dirname, "..", "..");

/** The image of the machine on which the recordings were made. */
export const recordedImage = "kafka-lab/node:24";

/** The answer of `./lab ... --json`. */
export interface Answer {
  exitCode: number;
  result: string;
  steps: { op: string; urn: string; detailedDiff?: unknown; replaceReasons?: string[] }[];
  summary: Record<string, number>;
  outputs: Record<string, unknown>;
  errors: string[];
}

/** A Pulumi project in a folder of its own, as the recordings were made in. */
export class ScratchProject {
  readonly folder = mkdtempSync(join(tmpdir(), "conformance-"));

  readonly #name: string;

  constructor(name = "conformance") {
    this.#name = name;
    mkdirSync(join(this.folder, "infra"));
    mkdirSync(join(this.folder, "state"));
    this.write(
      "Pulumi.yaml",
      `name: ${name}\nmain: infra/\nruntime: {name: nodejs, options: {typescript: false}}\nbackend: {url: "file://./state"}\n`,
    );
    this.write("Pulumi.dev.yaml", "config: {}\n");
    this.write("package.json", '{"type": "module"}\n');
    symlinkSync(join(LAB, "node_modules"), join(this.folder, "node_modules"));
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  program(source: string): void {
    copyFileSync(source, join(this.folder, "infra", "index.ts"));
  }

  /**
   * Runs a shell command of a recording; configuration is set by writing the stack's file. A container that obeyed
   * `docker stop` within its second when it was recorded is asked until it does, because a busy machine starts and ends
   * programs later. The recorded image becomes this machine's.
   */
  async shell(command: string): Promise<number> {
    const setting = /^pulumi config set (\S+) (\S+)/.exec(command);
    if (setting !== null) {
      this.write("Pulumi.dev.yaml", `config:\n  conformance:${setting[1]}: "${setting[2]}"\n`);
      return 0;
    }
    const stopped = /^docker stop -t 1 (\S+)$/.exec(command)?.[1];
    if (stopped) {
      await eventually(`${stopped} has ended`, () => askedToEnd(stopped));
      return 0;
    }
    return (
      spawnSync("bash", ["-c", command.replaceAll(recordedImage, nodeImage)], {
        cwd: this.folder,
        stdio: "ignore",
      }).status ?? 1
    );
  }

  run(operation: string, flags: readonly string[] = []): Promise<Answer> {
    const args = [
      operation,
      "--cwd",
      this.folder,
      "--stack",
      "dev",
      "--engine",
      "embedded",
      "--yes",
      "--json",
      ...flags,
    ];
    const env = {
      ...process.env,
      CONFORMANCE_IMAGE: nodeImage,
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_BACKEND_URL: "",
    };
    const child = spawn(join(LAB, "lab"), args, { cwd: LAB, env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exitCode) => {
        try {
          resolve({ exitCode: exitCode ?? 1, ...JSON.parse(stdout) });
        } catch {
          reject(new Error(`no JSON from ${args.join(" ")}: ${stdout}${stderr}`));
        }
      });
    });
  }

  /** The resources of the state file, without providers, in their order. */
  resources(): Record<string, unknown>[] {
    if (!existsSync(this.#stateFile)) return [];
    const { latest } = JSON.parse(readFileSync(this.#stateFile, "utf8")).checkpoint;
    return (latest?.resources ?? []).filter(
      (item: { type: string }) => !item.type.startsWith("pulumi:providers:"),
    );
  }

  /** Rewrites the state file, as an earlier run might have left it. */
  changeState(
    change: (latest: { resources: Record<string, unknown>[]; pending_operations?: unknown[] }) => void,
  ): void {
    const document = JSON.parse(readFileSync(this.#stateFile, "utf8"));
    change(document.checkpoint.latest);
    writeFileSync(this.#stateFile, JSON.stringify(document));
  }

  get #stateFile(): string {
    return join(this.folder, "state", ".pulumi", "stacks", this.#name, "dev.json");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Asks it to end; true once it has, because Docker then refuses the signal. */
function askedToEnd(container: string): boolean {
  return spawnSync("docker", ["kill", "--signal=TERM", container], { stdio: "ignore" }).status !== 0;
}
