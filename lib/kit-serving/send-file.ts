import { open } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { answer } from "./answer.ts";

/** Sends a file, or what a download that was cut off still lacks of it (`Range: bytes=N-`). */
export async function sendFile(path: string, req: IncomingMessage, res: ServerResponse) {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return answer(res, 404, "The kit has lost this file: ./lab kit check\n");
  try {
    const { size } = await file.stat();
    const start = startOf(req, size);
    if (start > size || (start === size && size > 0)) {
      return answer(res, 416, "There is no more.\n", "text/plain", { "Content-Range": `bytes */${size}` });
    }
    res.writeHead(start > 0 ? 206 : 200, {
      "Content-Type": "application/octet-stream",
      "Content-Length": size - start,
      "Accept-Ranges": "bytes",
      "X-Content-Type-Options": "nosniff",
      ...(start > 0 && { "Content-Range": `bytes ${start}-${size - 1}/${size}` }),
    });
    if (req.method === "HEAD") return void res.end();
    await pipeline(file.createReadStream({ start, autoClose: false }), res).catch(() => res.destroy());
  } finally {
    await file.close();
  }
}

/** Any other range is answered with the whole, as HTTP allows. */
function startOf({ headers }: IncomingMessage, size: number) {
  const start = /^bytes=(\d{1,15})-$/.exec(headers.range ?? "")?.[1];
  return start === undefined ? 0 : Math.min(Number(start), size + 1);
}
