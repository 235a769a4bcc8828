import { randomUUID } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Identity, isUsable } from "./identity.ts";

/** The files of an identity: everybody may read certificates, and nobody but the services the key. */
const files = [
  { part: "authority", name: "authority.pem", mode: 0o644 },
  { part: "certificate", name: "certificate.pem", mode: 0o644 },
  { part: "key", name: "key.pem", mode: 0o600 },
] as const;

/** A link to the folder of the identity in force: replacing it replaces all files at once. */
const current = "current";

/** The folder of one that is being made: only one service can create it, so only one makes it. */
const claim = "making";

/** Making one takes far less: whoever claimed it is dead. */
const claimLimitMs = 10_000;

/** The identity in force, if there is one that can be used. */
export function readIdentity(folder: string): Identity | undefined {
  try {
    const [authority = "", certificate = "", key = ""] = files.map(({ name }) =>
      readFileSync(join(folder, current, name), "utf8"),
    );
    const identity = { authority, certificate, key };
    return isUsable(identity) ? identity : undefined;
  } catch {
    return undefined; // not there yet, or just being replaced
  }
}

/**
 * The identity that all services of a lab share. The first one to need it makes it, also when it is about to expire;
 * the others wait for it. Whatever is cut off, or done twice, every reader sees one whole identity.
 */
export async function obtainIdentity(
  folder: string,
  issue: () => Identity | Promise<Identity>,
): Promise<Identity> {
  for (;;) {
    const found = readIdentity(folder);
    if (found) return found;
    if (claimMaking(folder)) await makeClaimed(folder, issue);
    else await sleep(50);
  }
}

function claimMaking(folder: string): boolean {
  const making = join(folder, claim);
  try {
    mkdirSync(making, { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const claimedMs = statSync(making, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  if (Date.now() - claimedMs > claimLimitMs) rmSync(making, { recursive: true, force: true });
  return false;
}

async function makeClaimed(folder: string, issue: () => Identity | Promise<Identity>): Promise<void> {
  try {
    publish(folder, await issue());
  } catch (error) {
    rmSync(join(folder, claim), { recursive: true, force: true });
    throw error;
  }
}

function publish(folder: string, identity: Identity): void {
  const name = `identity-${randomUUID()}`;
  for (const { part, name: file, mode } of files) {
    writeFileSync(join(folder, claim, file), identity[part], { mode, flush: true });
  }
  symlinkSync(name, join(folder, `${name}.link`));
  renameSync(join(folder, claim), join(folder, name));
  renameSync(join(folder, `${name}.link`), join(folder, current));
  removeOthers(folder);
}

function removeOthers(folder: string): void {
  const kept = readlinkSync(join(folder, current));
  for (const name of readdirSync(folder)) {
    if (name.startsWith("identity-") && name !== kept) rmSync(join(folder, name), { recursive: true });
  }
}
