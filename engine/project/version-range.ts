/**
 * Whether a version satisfies a range of `requiredPulumiVersion`, such as `>=3.5.0 !3.7.7 || 2.x`: blanks mean and, `||` means or.
 * A range that cannot be parsed is not satisfied.
 */
export function satisfies(version: string, range: string): boolean {
  const own = partsOf(version.replace(/^v/, ""));
  return range.split("||").some((all) => {
    // A blank may separate an operator from its version.
    const comparators = all
      .replace(/([<>=!])\s+/g, "$1")
      .split(/\s+/)
      .filter(Boolean);
    return comparators.length > 0 && comparators.every((comparator) => meets(own, comparator));
  });
}

function meets(own: readonly number[], comparator: string): boolean {
  const [, operator = "", version = ""] = /^([<>=!]*)(\d+(?:\.(?:\d+|[xX*])){0,2})$/.exec(comparator) ?? [];
  if (version === "") return false;
  const wanted = partsOf(version);
  const order = wanted.map((part, at) => Math.sign((own[at] ?? 0) - part)).find((sign) => sign !== 0) ?? 0;
  const answers: Record<string, boolean> = {
    "": order === 0,
    "=": order === 0,
    "==": order === 0,
    "!": order !== 0,
    "!=": order !== 0,
    ">": order > 0,
    ">=": order >= 0,
    "<": order < 0,
    "<=": order <= 0,
  };
  return answers[operator] ?? false;
}

/** The numbers of a version up to the first wildcard. */
function partsOf(version: string): number[] {
  const parts = version.split(".").map(Number);
  const open = parts.findIndex(Number.isNaN);
  return open < 0 ? parts : parts.slice(0, open);
}
