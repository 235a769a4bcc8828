import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { javaTrustStore, trustedCertificates } from "./trust.ts";

test("when certificates are put into a Java key store, then each is there and the digest fits the password", () => {
  const [first = "", second = ""] = trustedCertificates();
  const store = javaTrustStore([first, second], "changeit");
  expect(store.readUInt32BE(0)).toBe(0xfeedfeed);
  expect(store.readUInt32BE(8)).toBe(2);
  for (const pem of [first, second]) expect(store.includes(derOf(pem))).toBe(true);
  const secret = Buffer.from("\0c\0h\0a\0n\0g\0e\0i\0t", "latin1");
  const digest = createHash("sha1")
    .update(secret)
    .update("Mighty Aphrodite")
    .update(store.subarray(0, -20))
    .digest();
  expect(store.subarray(-20)).toEqual(digest);
});

test("when Node trusts a certificate, then it is listed once", () => {
  const certificates = trustedCertificates();
  expect(certificates.length).toBeGreaterThan(50);
  expect(new Set(certificates).size).toBe(certificates.length);
});

function derOf(pem: string) {
  return Buffer.from(pem.replace(/-----[A-Z ]+-----|\s/g, ""), "base64");
}
