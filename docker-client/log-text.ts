import { EventEmitter } from "node:events";
import type Dockerode from "dockerode";

/**
 * The text of a container's log. Without a terminal, Docker puts a header before each frame, which the client library
 * removes; the log of a terminal is already plain text.
 */
export function logText({ modem }: Pick<Dockerode, "modem">, log: Buffer): string {
  const pieces: Buffer[] = [];
  const sink = { write: (piece: Buffer) => pieces.push(piece) } as unknown as NodeJS.WritableStream;
  const source = new EventEmitter();
  modem.demuxStream(source as NodeJS.ReadableStream, sink, sink);
  source.emit("data", log);
  return Buffer.concat(pieces).toString("utf8");
}
