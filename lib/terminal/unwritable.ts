import { getSystemErrorName } from "node:util";
import { LabError } from "../../common/lab-error.mjs";

const fullDisk = ["EDQUOT", "ENOSPC"];
// Node gives no code to what `rmSync` is refused.
const noRight = ["EACCES", "EPERM", "EROFS", "UNKNOWN"];

/**
 * An error of Node's file system about a file that this machine does not let us write, in words for its user; anything
 * else is given back as it is.
 */
export function explainUnwritable(error: unknown) {
  if (!(error instanceof Error) || !("path" in error) || !("errno" in error)) return error;
  const code = getSystemErrorName(Number(error.errno));
  if (!fullDisk.includes(code) && !noRight.includes(code)) return error;
  const advice = fullDisk.includes(code)
    ? "The disk is full: free some space, then try again."
    : "The lab writes into its own folder: make it writable for you (ls -ld shows whose it is), then try again.";
  return new LabError(`${error.path} cannot be written${code === "UNKNOWN" ? "" : ` (${code})`}.`, advice, {
    cause: error,
  });
}
