/** The registry of images whose names contain none. */
export const DOCKER_HUB = "docker.io";

/** The registry that an image is pulled from, as `HOST` or `HOST:PORT`, by Docker's rule. */
export function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  // The part before the first slash is a host if it has a dot or a port, or is "localhost".
  const isNamed = rest.length > 0 && (first === "localhost" || /[.:]/.test(first));
  return isNamed && !isDockerHub(first) ? first : DOCKER_HUB;
}

/** Whether a host is one of Docker Hub's names. */
export function isDockerHub(host: string): boolean {
  return ["docker.io", "index.docker.io", "registry-1.docker.io"].includes(host);
}

/** The host in an address, with or without scheme and path. */
export function hostIn(address: string): string {
  return address.replace(/^https?:\/\//, "").split("/")[0] ?? "";
}
