import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { EngineError } from "../../common/engine-error.ts";
import {
  isMap,
  isSecret,
  mapValues,
  SECRET_SIGNATURE,
  SIGNATURE_KEY,
  secret,
} from "../model/property-values.ts";
import type { PropertyValue } from "../model/resource-type.ts";

/** Encrypts and decrypts as Pulumi's passphrase provider does, so that the engine and the CLI read each other's secrets. */
export interface Crypter {
  /** `v1:SALT:v1:NONCE:TEXT`, as in `encryptionsalt` and in the state. */
  readonly salt: string;
  encrypt(plain: string): string;
  decrypt(cipher: string): string;
}

const ROUNDS = 1_000_000;
const KEY_BYTES = 32;
const TAG_BYTES = 16;

/** The passphrase from the environment; undefined when none is set (an empty text is a valid passphrase). */
export function passphraseFrom(env: NodeJS.ProcessEnv): string | undefined {
  if (env.PULUMI_CONFIG_PASSPHRASE !== undefined) return env.PULUMI_CONFIG_PASSPHRASE;
  const file = env.PULUMI_CONFIG_PASSPHRASE_FILE;
  if (!file) return undefined;
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new EngineError(`PULUMI_CONFIG_PASSPHRASE_FILE: ${(error as Error).message}.`, { cause: error });
  }
}

/** Opens the crypter of a stack; a wrong passphrase fails here, not at the first secret. */
export function openCrypter(salt: string, passphrase: string | undefined): Crypter {
  const [version, salt64, ...check] = salt.split(":");
  if (version !== "v1" || salt64 === undefined || check.length !== 3) {
    throw new EngineError(`The encryption salt "${salt}" is not of the form v1:SALT:v1:NONCE:TEXT.`);
  }
  const key = deriveKey(required(passphrase), Buffer.from(salt64, "base64"));
  let checked: string | undefined;
  try {
    checked = decryptWith(key, check.join(":"));
  } catch {
    checked = undefined;
  }
  if (checked !== "pulumi") {
    throw new EngineError(
      "The passphrase does not open this stack's secrets. Set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to the one the stack was made with.",
    );
  }
  return crypterOf(salt, key);
}

/** Makes a crypter with a new salt, for a stack's first secret. */
export function newCrypter(passphrase: string | undefined): Crypter {
  const saltBytes = randomBytes(8);
  const key = deriveKey(required(passphrase), saltBytes);
  return crypterOf(`v1:${saltBytes.toString("base64")}:${encryptWith(key, "pulumi")}`, key);
}

/** Replaces every secret by its ciphertext, for the state file. */
export function encryptSecrets(value: PropertyValue, crypter: () => Crypter): PropertyValue {
  return mapValues(value, (inner) =>
    isSecret(inner)
      ? { [SIGNATURE_KEY]: SECRET_SIGNATURE, ciphertext: crypter().encrypt(JSON.stringify(inner.value)) }
      : undefined,
  );
}

/**
 * Replaces every ciphertext of the state file by the secret it holds, except what a provider keeps for itself, under
 * names that begin with two underscores: deriving the key takes a third of a second, and the engine does not read those.
 */
export function decryptSecrets(value: PropertyValue, crypter: () => Crypter): PropertyValue {
  if (Array.isArray(value)) return value.map((item) => decryptSecrets(item, crypter));
  if (!isMap(value)) return value;
  if (value[SIGNATURE_KEY] === SECRET_SIGNATURE && typeof value.ciphertext === "string") {
    return secret(JSON.parse(crypter().decrypt(value.ciphertext)) as PropertyValue);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key.startsWith("__") ? item : decryptSecrets(item, crypter),
    ]),
  );
}

function required(passphrase: string | undefined): string {
  if (passphrase !== undefined) return passphrase;
  throw new EngineError(
    "This stack holds secrets and no passphrase is set. Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE (an empty passphrase is allowed).",
  );
}

function deriveKey(passphrase: string, salt: Buffer): Buffer {
  return pbkdf2Sync(passphrase, salt, ROUNDS, KEY_BYTES, "sha256");
}

function crypterOf(salt: string, key: Buffer): Crypter {
  return { salt, encrypt: (plain) => encryptWith(key, plain), decrypt: (cipher) => decryptWith(key, cipher) };
}

function encryptWith(key: Buffer, plain: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${text.toString("base64")}`;
}

function decryptWith(key: Buffer, cipherText: string): string {
  const [version, nonce64, text64] = cipherText.split(":");
  if (version !== "v1" || nonce64 === undefined || text64 === undefined) {
    throw new EngineError("A secret is not of the form v1:NONCE:TEXT.");
  }
  const text = Buffer.from(text64, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce64, "base64"));
  decipher.setAuthTag(text.subarray(-TAG_BYTES));
  return decipher.update(text.subarray(0, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
}
