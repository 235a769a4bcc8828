import { spawn } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { extract } from "tar-stream";
import { LabError } from "../../common/lab-error.mjs";
import { engineGet } from "../docker/docker-api.ts";
import { type Blob, imageIdThere, mountBlob, putManifest, uploadBlob } from "./registry-upload.ts";

/** As `docker save` describes an image: paths in its archive. */
interface Saved {
  readonly Config: string;
  readonly RepoTags: readonly string[];
  readonly Layers: readonly string[];
}

/**
 * Copies images of this machine's engine into the registry of the hosts, which have no other way to them. The layers go as
 * they are saved, uncompressed: to compress them, as a push does, takes longer than all the rest.
 */
export async function copyImages(images: readonly string[], log: (line: string) => void) {
  const wanted: string[] = [];
  for (const image of new Set(images)) {
    const { status, body } = await engineGet(`/images/${encodeURI(image)}/json`);
    if (status !== 200) throw notHere(image);
    const [repository, tag] = split(image);
    if ((await imageIdThere(repository, tag)) !== body.Id) wanted.push(image);
  }
  if (wanted.length === 0) return;
  log(`copying ${wanted.join(" and ")} into the registry ...`);
  const [home] = split(wanted[0] ?? "");
  const { blobs, manifest } = await uploadSaved(wanted, home);
  for (const { Config, RepoTags, Layers } of manifest) {
    const parts = [Config, ...Layers].map((path) => blobs.get(path));
    const [config, ...layers] = parts.filter((blob) => blob !== undefined);
    if (config === undefined || layers.length < Layers.length)
      throw new Error(`docker save left a part of ${RepoTags.join(", ")} out`);
    for (const [repository, tag] of RepoTags.filter((name) => wanted.includes(name)).map(split)) {
      if (repository !== home)
        for (const { digest } of [config, ...layers]) await mountBlob(repository, digest, home);
      await putManifest(repository, tag, config, layers);
    }
  }
}

/** Uploads every part of an archive; a part that is there twice is a link to the first. */
async function uploadSaved(images: readonly string[], home: string) {
  const saving = spawn("docker", ["save", ...images], { stdio: ["ignore", "pipe", "pipe"] });
  const errors: Buffer[] = [];
  saving.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const ended = once(saving, "close");
  const archive = saving.stdout.pipe(extract());
  const blobs = new Map<string, Blob>();
  const links = new Map<string, string>();
  let manifest: Saved[] = [];
  for await (const entry of archive) {
    const { name, type, linkname } = entry.header;
    if (type === "file" && name === "manifest.json")
      manifest = JSON.parse(await textOf(entry as AsyncIterable<Buffer>));
    else if (type === "file" && isPart(name))
      blobs.set(name, await uploadBlob(home, entry as AsyncIterable<Buffer>));
    else if (linkname && isPart(name)) links.set(name, linkname);
    entry.resume();
  }
  const [status] = await ended;
  if (status !== 0) throw new LabError(`docker save failed: ${Buffer.concat(errors)}`, "See: ./lab doctor");
  for (const [name, target] of links) {
    const blob = [...blobs].find(([path]) => path.endsWith(target.replace(/^(\.\.\/)+/, "")))?.[1];
    if (blob) blobs.set(name, blob);
  }
  return { blobs, manifest };
}

/** Layers and configurations, in the archives of older engines and of newer ones. */
function isPart(name: string) {
  return (
    basename(name) === "layer.tar" || /^[0-9a-f]{64}\.json$/.test(name) || name.startsWith("blobs/sha256/")
  );
}

async function textOf(content: AsyncIterable<Buffer>) {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function split(image: string): [repository: string, tag: string] {
  const path = image.replace(/^(index\.)?docker\.io\//, "");
  const [, repository = path, tag = "latest"] = /^(.*):([^:/]+)$/.exec(path) ?? [];
  return [repository.includes("/") ? repository : `library/${repository}`, tag];
}

function notHere(image: string) {
  const todo = image.startsWith("kafka-lab/") ? "./lab images" : `docker pull ${image}`;
  return new LabError(
    `the hosts need ${image}, and this machine's engine does not have it.`,
    `Get it: ${todo}. Then: ./lab hosts up`,
  );
}
