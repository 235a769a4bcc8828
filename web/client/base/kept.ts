/** What the browser keeps for this page; where it keeps nothing, the page works without. */
export function readKept(name: string): string | undefined {
  try {
    return localStorage.getItem(`kafka-lab.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`kafka-lab.${name}`, value);
  } catch {
    // Private windows and full stores refuse.
  }
}
