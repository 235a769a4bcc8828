/** FAT32 keeps a file's length in 32 bits. */
const largestBytes = 2 ** 32 - 1;
const longestName = 255;
const deepest = 8;

/** Names of devices, which Windows refuses whatever comes after a dot. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Why a USB stick with FAT32 or exFAT could not hold these files, or undefined. Plain ASCII without spaces is asked for,
 * because a shell without anything else reads these names too.
 */
export function fatProblem(files: readonly { readonly path: string; readonly bytes: number }[]) {
  const seen = new Map<string, string>();
  for (const { path, bytes } of files) {
    const problem = nameProblem(path);
    if (problem !== undefined) return `${path}: ${problem}`;
    if (bytes > largestBytes) return `${path}: ${bytes} bytes, and FAT32 holds less than 4 GB in one file`;
    const other = seen.get(path.toLowerCase());
    if (other !== undefined) return `${path}: differs from ${other} by case only, or not at all`;
    seen.set(path.toLowerCase(), path);
  }
  return undefined;
}

/** Also holds a path inside its folder: nothing absolute, no `..`. */
export function nameProblem(path: string): string | undefined {
  const names = path.split("/");
  if (names.length > deepest) return `more than ${deepest} folders deep`;
  for (const name of names) {
    if (!/^[\w.+-]+$/.test(name)) return "only letters, digits and . _ + - may be in a name";
    if (/^\.+$|\.$/.test(name)) return "no name may end with a dot";
    if (name.length > longestName) return `a name is longer than ${longestName} characters`;
    if (devices.test(name)) return "Windows keeps this name for a device";
  }
  return undefined;
}
