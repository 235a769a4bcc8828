import { createHash } from "node:crypto";
import { type IncomingHttpHeaders, request } from "node:http";
import { Readable } from "node:stream";
import { registryAddress } from "../../common/hosts-layout.ts";

/** A layer or a configuration that the registry has: it is found by its digest. */
export interface Blob {
  readonly digest: string;
  readonly size: number;
  readonly isCompressed: boolean;
}

const manifestType = "application/vnd.docker.distribution.manifest.v2+json";

/** Sends a blob as it is read; its digest is known only at the end. */
export async function uploadBlob(repository: string, content: AsyncIterable<Buffer>): Promise<Blob> {
  const { location } = await callRegistry("POST", `/v2/${repository}/blobs/uploads/`, 202);
  const hash = createHash("sha256");
  let size = 0;
  let isCompressed = false;
  const counted = async function* () {
    for await (const chunk of content) {
      if (size === 0) isCompressed = chunk[0] === 0x1f && chunk[1] === 0x8b;
      size += chunk.length;
      hash.update(chunk);
      yield chunk;
    }
  };
  const sent = await callRegistry("PATCH", location ?? "", 202, Readable.from(counted()));
  const digest = `sha256:${hash.digest("hex")}`;
  await callRegistry("PUT", withDigest(sent.location ?? "", digest), 201);
  return { digest, size, isCompressed };
}

/** Lets another repository have a blob as well. */
export async function mountBlob(repository: string, digest: string, from: string) {
  await callRegistry("POST", `/v2/${repository}/blobs/uploads/?mount=${digest}&from=${from}`, 201);
}

/** Gives an image its name in the registry. */
export async function putManifest(repository: string, tag: string, config: Blob, layers: readonly Blob[]) {
  const entry = (mediaType: string, { digest, size }: Blob) => ({ mediaType, size, digest });
  const layerType = "application/vnd.docker.image.rootfs.diff.tar";
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: entry("application/vnd.docker.container.image.v1+json", config),
    layers: layers.map((layer) => entry(layerType + (layer.isCompressed ? ".gzip" : ""), layer)),
  };
  const body = Readable.from([Buffer.from(JSON.stringify(manifest))]);
  await callRegistry("PUT", `/v2/${repository}/manifests/${tag}`, 201, body);
}

/** The id of the image that has this name there, if there is one. */
export async function imageIdThere(repository: string, tag: string): Promise<string | undefined> {
  const response = await fetch(`http://${registryAddress}/v2/${repository}/manifests/${tag}`, {
    headers: { accept: manifestType },
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) return undefined;
  const { config } = (await response.json()) as { config?: { digest?: string } };
  return config?.digest;
}

function withDigest(location: string, digest: string) {
  return `${location}${location.includes("?") ? "&" : "?"}digest=${digest}`;
}

/** `fetch` would keep a whole layer in memory. */
function callRegistry(method: string, path: string, expected: number, body?: Readable) {
  const url = new URL(path, `http://${registryAddress}`);
  const headers = {
    "content-type": path.includes("/manifests/") ? manifestType : "application/octet-stream",
  };
  return new Promise<IncomingHttpHeaders>((resolve, reject) => {
    const call = request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === expected) return resolve(response.headers);
        const said = Buffer.concat(chunks).toString().trim();
        reject(
          new Error(
            `the registry answered ${method} ${url.pathname} with ${response.statusCode}, expected ${expected}: ${said}`,
          ),
        );
      });
    });
    call.on("error", reject);
    if (body) body.on("error", reject).pipe(call);
    else call.end();
  });
}
