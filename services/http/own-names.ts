import { hostname, networkInterfaces } from "node:os";

/** Docker Desktop's names for the machine that containers run on. */
const DOCKER_HOST_NAMES = ["host.docker.internal", "gateway.docker.internal"];

/** Whether a name in a URL means this service: loopback, its own name or address, or a name that the settings allow. */
export function createOwnNames({ allowed, clientId }: { allowed: readonly string[]; clientId: string }) {
  const names = new Set(
    [hostname(), clientId, ...DOCKER_HOST_NAMES, ...allowed].map((name) => name.toLowerCase()),
  );
  return (name: string): boolean => isLoopback(name) || names.has(name) || addresses().includes(name);
}

/** A loopback address, an address that connects to one, or a name that browsers resolve to one themselves. */
function isLoopback(name: string): boolean {
  if (name === "0.0.0.0" || name === "[::]") return true;
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(name)
  );
}

/** Asked each time, because a container's network can come and go. */
function addresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return all.map(({ address, family }) => (family === "IPv6" ? `[${address}]` : address));
}
