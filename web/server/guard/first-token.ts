import { randomBytes } from "node:crypto";
import { isSame, keyFor } from "./keys.ts";

const LIFETIME_MS = 120_000;
const SHAPE = /^(\d{1,15})\.([\w-]{16})\.([\w-]{43})$/;

/**
 * The token in the address that `./lab open` prints: time, a random part, and a key over both. Whoever can read the
 * session's file can make one, so a second `./lab open` opens the page of a server that runs already.
 */
export function createFirstToken(secret: string, nowMs = Date.now()): string {
  const claim = `${nowMs}.${randomBytes(12).toString("base64url")}`;
  return `${claim}.${keyFor(secret, "first", claim)}`;
}

/** Says why a token opens nothing, or undefined if it does, which is once, and within two minutes. */
export type RedeemToken = (token: string) => "unknown" | "expired" | "used" | undefined;

/** Remembers used tokens; those from before the start are refused, because what was used by then is forgotten. */
export function createTokenCheck(secret: string, now: () => number = Date.now): RedeemToken {
  const startMs = now();
  const used = new Map<string, number>();
  return (token) => {
    const [, madeMs = "", random = "", key = ""] = SHAPE.exec(token) ?? [];
    if (!isSame(key, keyFor(secret, "first", `${madeMs}.${random}`))) return "unknown";
    const ageMs = now() - Number(madeMs);
    if (Number(madeMs) < startMs || ageMs < 0 || ageMs > LIFETIME_MS) return "expired";
    for (const [other, expiresMs] of used) if (now() > expiresMs) used.delete(other);
    if (used.has(random)) return "used";
    used.set(random, Number(madeMs) + LIFETIME_MS);
    return undefined;
  };
}
