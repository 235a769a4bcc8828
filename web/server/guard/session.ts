import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { LabError } from "../../../common/lab-error.mjs";

/** What outlives a restart, so that an open page goes on. */
export interface Session {
  /** 64 hexadecimal digits. */
  readonly secret: string;
}

const shape = z.object({ secret: z.string().regex(/^[0-9a-f]{64}$/) });

/** Where a project keeps its session. */
export function sessionFile(projectDir: string): string {
  return join(projectDir, ".lab/web-session.json");
}

/**
 * Reads the session, or makes one. Where others could read the file, its mode is repaired and the secret is renewed,
 * because they may know it.
 * @throws LabError when the file is a link, or another user's
 */
export function openSession(file: string): Session {
  const kept = readSession(file);
  if (kept?.isUsable) return kept.session;
  const session = { secret: randomBytes(32).toString("hex") };
  return write(file, session, kept === undefined) ? session : openSession(file);
}

const unusable = { session: { secret: "" }, isUsable: false };

function readSession(file: string): typeof unusable | undefined {
  const handle = openOwn(file);
  if (handle === undefined) return undefined;
  try {
    const found = fstatSync(handle);
    const { uid, mode } = found;
    if (!found.isFile()) throw notOwn(file, "is none");
    if (process.getuid !== undefined && uid !== process.getuid())
      throw notOwn(file, "belongs to another user");
    const wasReadable = (mode & 0o077) !== 0;
    if (wasReadable) fchmodSync(handle, 0o600);
    // A file system without modes (a Windows drive in WSL) changes nothing; a new secret would be no safer there.
    const isRepaired = wasReadable && (fstatSync(handle).mode & 0o077) === 0;
    const { data } = shape.safeParse(parse(readFileSync(handle, "utf8")));
    return data === undefined ? unusable : { session: data, isUsable: !isRepaired };
  } finally {
    closeSync(handle);
  }
}

function openOwn(file: string): number | undefined {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code === "ELOOP" || code === "EMLINK") throw notOwn(file, "is a symbolic link");
    if (code === "EACCES") throw notOwn(file, "cannot be read");
    throw error;
  }
}

/** Puts the file in place as a whole; false if somebody else made one first. */
function write(file: string, session: Session, isNew: boolean): boolean {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  try {
    writeFileSync(temporary, `${JSON.stringify(session)}\n`, { mode: 0o600, flag: "wx" });
    if (isNew && !linkNew(temporary, file)) return false;
    if (!isNew) renameSync(temporary, file);
    return true;
  } finally {
    rmSync(temporary, { force: true });
  }
}

// Unlike a rename, a link never replaces what another process has made meanwhile. Some file systems have no links.
function linkNew(temporary: string, file: string): boolean {
  try {
    linkSync(temporary, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    renameSync(temporary, file);
    return true;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notOwn(file: string, what: string): LabError {
  return new LabError(
    `${file} should be a file of yours, but it ${what}.`,
    "It keeps the secret of the page. Remove it, and open the page again.",
  );
}
