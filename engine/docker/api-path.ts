/** A name as part of a path of Docker's API: one that Docker does not take reaches it, too, to be refused in its words. */
export function inPath(name: string): string {
  return encodeURIComponent(name);
}
