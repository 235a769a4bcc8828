import { createHash, X509Certificate } from "node:crypto";
import { getCACertificates } from "node:tls";

/** All certificates that Node and this machine trust: Node's list, the system's, and NODE_EXTRA_CA_CERTS. */
export function trustedCertificates() {
  const kinds = ["bundled", "system", "extra"] as const;
  return [...new Set(kinds.flatMap((kind) => getCACertificates(kind).map((pem) => pem.trim())))];
}

/**
 * The same as a Java key store, for Maven, which reads neither PEM files nor NODE_EXTRA_CA_CERTS. The format (JKS,
 * version 2) is a list of certificates with a digest at the end.
 */
export function javaTrustStore(pems: readonly string[], password: string) {
  const entries = pems.map((pem, index) => {
    const certificate = new X509Certificate(pem).raw;
    return Buffer.concat([
      int32(2),
      utf(`ca-${index}`),
      Buffer.alloc(8),
      utf("X.509"),
      int32(certificate.length),
      certificate,
    ]);
  });
  const store = Buffer.concat([int32(0xfeedfeed), int32(2), int32(entries.length), ...entries]);
  const secret = Buffer.from(password, "utf16le").swap16();
  const digest = createHash("sha1").update(secret).update("Mighty Aphrodite").update(store).digest();
  return Buffer.concat([store, digest]);
}

function int32(value: number) {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

function utf(text: string) {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
