import { isSame } from "./keys.ts";

/** Browsers send a cookie to all ports of a host, so the name keeps the cookies of two labs apart. */
export function cookieName(port: number): string {
  return `kafka-lab-${port}`;
}

/** The Set-Cookie header. It ends with the browser; `./lab open` gives it again. */
export function setCookie(port: number, value: string, isHttps: boolean): string {
  const attributes = ["HttpOnly", "SameSite=Strict", "Path=/", ...(isHttps ? ["Secure"] : [])];
  return [`${cookieName(port)}=${value}`, ...attributes].join("; ");
}

/** Whether the Cookie header has the right one; another service on this host may have put a wrong one before it. */
export function hasCookie(header: string | undefined, port: number, value: string): boolean {
  const pairs = (header ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.some(([name, ...rest]) => name === cookieName(port) && isSame(rest.join("="), value));
}
