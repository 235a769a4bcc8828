import { lookup } from "node:dns/promises";
import type { Finding } from "./run-doctor.ts";

/** The stack's ports are on 127.0.0.1, and its outputs say localhost: where that is ::1 alone, nobody answers. */
export async function checkLocalhost(
  resolve: () => Promise<{ address: string }[]> = () => lookup("localhost", { all: true }),
): Promise<Finding> {
  const found = await resolve().catch(() => []);
  const addresses = [...new Set(found.map(({ address }) => address))];
  const finding = {
    check: "localhost",
    expected: "127.0.0.1",
    seen: addresses.join(", ") || "an unknown name",
  };
  if (addresses.some((address) => address.startsWith("127."))) return finding;
  return { ...finding, todo: "add the line '127.0.0.1 localhost' to /etc/hosts, or use 127.0.0.1 instead" };
}
