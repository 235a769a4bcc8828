const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** The first name that comes twice in one object of a JSON text; JSON.parse would silently keep the last. */
export function findRepeatedName(json: string): string | undefined {
  const objects: Set<string>[] = [];
  let lastString = "";
  for (const [token] of json.matchAll(TOKENS)) {
    if (token === "{" || token === "[") objects.push(new Set());
    else if (token === "}" || token === "]") objects.pop();
    else if (token !== ":") lastString = token;
    else {
      const name = JSON.parse(lastString) as string;
      const names = objects.at(-1);
      if (names?.has(name)) return name;
      names?.add(name);
    }
  }
  return undefined;
}
