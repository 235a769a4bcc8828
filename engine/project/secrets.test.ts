import fc from "fast-check";
import { expect, test } from "vitest";
import { hasSecret, markSecrets, secret } from "../model/property-values.ts";
import { decryptSecrets, encryptSecrets, newCrypter, openCrypter, passphraseFrom } from "./secrets.ts";

const crypter = newCrypter("correct horse");

test("when any text is encrypted, then it decrypts to the same and is never part of the ciphertext", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 6 }), (plain) => {
      const cipher = crypter.encrypt(plain);
      expect(cipher).toMatch(/^v1:[\w+/=]+:[\w+/=]+$/);
      expect(cipher).not.toContain(plain);
      expect(crypter.decrypt(cipher)).toBe(plain);
    }),
  );
});

test("when a stack is opened again with its salt and passphrase, then it reads what was written", () => {
  const cipher = crypter.encrypt("hush");
  expect(openCrypter(crypter.salt, "correct horse").decrypt(cipher)).toBe("hush");
});

test("when the passphrase is wrong, then opening fails and names the variable to set", () => {
  expect(() => openCrypter(crypter.salt, "wrong")).toThrow(
    /does not open this stack's secrets.*PULUMI_CONFIG_PASSPHRASE/,
  );
});

test("when no passphrase is set, then opening fails; an empty passphrase is valid", () => {
  expect(() => openCrypter(crypter.salt, undefined)).toThrow(/no passphrase is set/);
  expect(passphraseFrom({})).toBeUndefined();
  expect(passphraseFrom({ PULUMI_CONFIG_PASSPHRASE: "" })).toBe("");
});

test("when a cipher text was tampered with, then it is refused", () => {
  const [version, nonce, text] = crypter.encrypt("hush").split(":");
  const bytes = Buffer.from(text ?? "", "base64");
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  expect(() => crypter.decrypt([version, nonce, bytes.toString("base64")].join(":"))).toThrow();
});

test("when values hold secrets at any depth, then encrypting hides each and decrypting restores it", () => {
  const values = { open: 1, envs: secret(["TOKEN=hush"]), nested: { list: [secret("deep")] } };
  const stored = encryptSecrets(values, () => crypter);
  expect(JSON.stringify(stored)).not.toMatch(/hush|deep/);
  const restored = decryptSecrets(stored, () => crypter);
  expect(restored).toEqual(values);
  expect(hasSecret(restored)).toBe(true);
});

test("when outputs are marked as secret by name, then the id is not", () => {
  const marked = markSecrets({ id: "i", hostname: "h", ports: [] }, {}, ["id", "hostname"]);
  expect(marked).toMatchObject({ id: "i", ports: [] });
  expect(hasSecret(marked.hostname)).toBe(true);
});
