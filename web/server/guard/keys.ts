import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** What a key is for; each use has a value of its own, so that one that leaks opens nothing else. */
export type Use = "cookie" | "page" | "first";

/** A value that only who knows the session's secret can make: 43 letters, digits, `-` and `_`. */
export function keyFor(secret: string, use: Use, about = ""): string {
  return createHmac("sha256", secret).update(`${use}:${about}`).digest("base64url");
}

/** Compares in a time that says nothing about where two texts differ, nor about their lengths. */
export function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
