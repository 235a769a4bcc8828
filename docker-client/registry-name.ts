/** The registry of images whose names name none. */
export const DOCKER_HUB = "docker.io";

/** The registry that an image is pulled from, as `HOST` or `HOST:PORT`, by Docker's own rule. */
export function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  // What stands before the first slash is a host if it has a dot or a port, or is "localhost".
  const isNamed = rest.length > 0 && (first === "localhost" || /[.:]/.test(first));
  return isNamed && !isDockerHub(first) ? first : DOCKER_HUB;
}

/** Whether a host is one of those that Docker Hub answers to. */
export function isDockerHub(host: string): boolean {
  return ["docker.io", "index.docker.io", "registry-1.docker.io"].includes(host);
}

/** The host of an address with or without scheme and path. */
export function hostIn(address: string): string {
  return address.replace(/^https?:\/\//, "").split("/")[0] ?? "";
}
