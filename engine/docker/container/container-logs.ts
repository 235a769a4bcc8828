/** Without a terminal, Docker puts a header of eight bytes before each piece of a log: stream, and length. */
export function withoutFrames(log: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= log.length; ) {
    const isHeader = (log[at] ?? 9) <= 2 && log[at + 1] === 0 && log[at + 2] === 0 && log[at + 3] === 0;
    if (!isHeader) return log.toString("utf8");
    const length = log.readUInt32BE(at + 4);
    pieces.push(log.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(pieces).toString("utf8");
}
