import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type Dockerode from "dockerode";
import { pack } from "tar-stream";
import type { PropertyMap } from "../../model/resource-type.ts";
import type { DockerContext } from "../calls/docker-context.ts";
import { blocksOf, textOf } from "../properties/property-access.ts";

/** Copies files into a container before it starts. */
export async function uploadFiles(
  container: Dockerode.Container,
  inputs: PropertyMap,
  { workingDirectory }: DockerContext,
): Promise<void> {
  for (const upload of blocksOf(inputs.uploads)) {
    const archive = pack();
    const mode = upload.permissions
      ? Number.parseInt(textOf(upload.permissions), 8)
      : upload.executable === true
        ? 0o744
        : 0o644;
    archive.entry(
      { name: textOf(upload.file).replace(/^\//, ""), mode },
      await contentOf(upload, workingDirectory),
    );
    archive.finalize();
    await container.putArchive(archive as unknown as NodeJS.ReadableStream, { path: "/" });
  }
}

async function contentOf(upload: PropertyMap, workingDirectory: string): Promise<Buffer> {
  if (upload.content !== undefined) return Buffer.from(textOf(upload.content));
  if (upload.contentBase64 !== undefined) return Buffer.from(textOf(upload.contentBase64), "base64");
  if (upload.source !== undefined) return readFile(resolve(workingDirectory, textOf(upload.source)));
  throw new Error(`the upload ${textOf(upload.file)} needs one of content, contentBase64, source`);
}
