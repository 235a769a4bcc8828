/** The headers of a message, one a line, such as `name: value`; or the first line that is none. */
export function parseHeaders(
  text: string,
): { readonly headers: readonly (readonly [string, string])[] } | { readonly wrong: string } {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const wrong = lines.find((line) => line.trim().indexOf(":") < 1);
  if (wrong !== undefined) return { wrong };
  return {
    headers: lines.map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const;
    }),
  };
}
