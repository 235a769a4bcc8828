import { createHash } from "node:crypto";
import { LabError } from "../../common/lab-error.mjs";
import { nameProblem } from "./fat-names.ts";

/** One file of a kit; `platform` is `any`, or the kind of machine that needs it. */
export interface KitFile {
  readonly sha256: string;
  readonly bytes: number;
  readonly platform: string;
  readonly path: string;
}

/** An image that the kit brings, by the id that it had where the kit was made. */
export interface KitImage {
  readonly platform: string;
  readonly name: string;
  readonly id: string;
}

/** What a kit says about itself. */
export interface Manifest {
  /** ISO 8601; of the last change. */
  readonly made: string;
  /** The commit of the project. */
  readonly commit: string;
  readonly stack: string;
  readonly platforms: readonly string[];
  readonly images: readonly KitImage[];
  readonly files: readonly KitFile[];
}

export const manifestFile = "manifest.txt";
export const starterFile = "start.sh";
const heading = "kafka-lab-kit 1";

/** A line a fact, its words parted by one space, so that a shell reads it as well. */
export function writeManifest({ made, commit, stack, platforms, images, files }: Manifest): string {
  const lines = [
    heading,
    `made ${made}`,
    `commit ${commit}`,
    `stack ${stack}`,
    ...platforms.map((platform) => `platform ${platform}`),
    ...images.map(({ platform, name, id }) => `image ${platform} ${name} ${id}`),
    ...files.map(({ sha256, bytes, platform, path }) => `file ${sha256} ${bytes} ${platform} ${path}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** @throws LabError for a text that is no manifest; what it names stays inside the kit's folder */
export function readManifest(text: string): Manifest {
  const [first, ...rest] = text.trimEnd().split("\n");
  if (first !== heading)
    throw broken(`expected "${heading}" first, saw ${JSON.stringify(first?.slice(0, 40))}`);
  const lines = rest.map((line) => line.split(" "));
  const all = (kind: string) => lines.filter(([word]) => word === kind).map(([, ...values]) => values);
  const one = (kind: string) => all(kind)[0]?.[0] ?? missing(kind);
  const odd = lines.find((line) => !isLine(line));
  if (odd !== undefined) throw broken(`there is no sense in "${odd.join(" ").slice(0, 120)}"`);
  return {
    made: one("made"),
    commit: one("commit"),
    stack: one("stack"),
    platforms: all("platform").map(([platform = ""]) => platform),
    images: all("image").map(([platform = "", name = "", id = ""]) => ({ platform, name, id })),
    files: all("file").map(([sha256 = "", bytes = "", platform = "", path = ""]) => ({
      sha256,
      bytes: Number(bytes),
      platform,
      path,
    })),
  };
}

const shapes: Record<string, readonly RegExp[]> = {
  made: [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/],
  commit: [/^[0-9a-f]{40}$/],
  stack: [/^(dev|local)$/],
  platform: [/^\w+\/\w+$/],
  image: [/^\w+\/\w+$/, /^[\w./:-]+$/, /^sha256:[0-9a-f]{64}$/],
  file: [/^[0-9a-f]{64}$/, /^\d{1,12}$/, /^(any|\w+\/\w+)$/, /^\S+$/],
};

function isLine([kind = "", ...values]: string[]) {
  const shape = shapes[kind];
  if (shape === undefined || values.length !== shape.length) return false;
  if (kind === "file" && nameProblem(values[3] ?? "") !== undefined) return false;
  return shape.every((each, index) => each.test(values[index] ?? ""));
}

/** The line of the starter that ties the manifest to it. */
export const manifestLine = (manifest: string) =>
  `manifest_sum=${createHash("sha256").update(manifest).digest("hex")}`;

/**
 * The short text that a teacher shows: the beginning of the starter's checksum, which anybody can see by `sha256sum
 * start.sh` before it runs. The starter holds the manifest's checksum, and the manifest those of all other files.
 */
export function fingerprintOf(starter: string | Uint8Array): string {
  return createHash("sha256").update(starter).digest("hex").slice(0, 16);
}

/** In groups of four, as one reads it from a board. */
export const shownFingerprint = (fingerprint: string) => fingerprint.replace(/(.{4})(?=.)/g, "$1 ");

/** Whether what somebody typed is the fingerprint; how it is parted does not count. */
export const isFingerprint = (typed: string, fingerprint: string) =>
  typed.replace(/[\s-]/g, "").toLowerCase() === fingerprint;

function missing(kind: string): never {
  throw broken(`it does not say "${kind}"`);
}

function broken(what: string) {
  return new LabError(
    `${manifestFile} is not as the lab writes it: ${what}.`,
    "Copy the kit again, or make it anew.",
  );
}
