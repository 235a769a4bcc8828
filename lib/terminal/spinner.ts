import { formatSeconds } from "./terminal.ts";

const quietMs = 5_000;

/**
 * Shows that something long is moving: in a terminal one line that is written over, elsewhere a line every few
 * seconds.
 */
export function startProgress(stream: NodeJS.WriteStream = process.stdout) {
  const startedMs = Date.now();
  let shownMs = 0;
  return {
    show(text: string) {
      const nowMs = Date.now();
      if (!stream.isTTY && nowMs - shownMs < quietMs) return;
      shownMs = nowMs;
      const line = `      ${formatSeconds(nowMs - startedMs).padStart(7)}  ${firstLine(text)}`;
      stream.write(stream.isTTY ? `\r\x1b[2K${line.slice(0, (stream.columns || 80) - 1)}` : `${line}\n`);
    },
    end() {
      if (stream.isTTY) stream.write("\r\x1b[2K");
    },
  };
}

/** Programs write their own cursor movements, which must not move ours. */
function firstLine(text: string) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
  return (text.trim().split("\n")[0] ?? "").replace(/\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x1f]/g, "");
}
