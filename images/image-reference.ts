/**
 * Puts a mirror of Docker Hub before an image: Hub's own images, such as `node`, live there under `library/`.
 * An image that names another registry is left alone, because a mirror of Docker Hub does not have it.
 */
export function imageReference(registry: string, image: string): string {
  if (registry === "") return image;
  const path = image.replace(/^(index\.)?docker\.io\//, "");
  if (namesRegistry(path)) return image;
  return `${registry}/${path.includes("/") ? path : `library/${path}`}`;
}

/** Docker's own rule: what is before the first slash is a host if it has a dot or a port, or is "localhost". */
function namesRegistry(image: string): boolean {
  const [first, ...rest] = image.split("/");
  return rest.length > 0 && (first === "localhost" || /[.:]/.test(first ?? ""));
}
