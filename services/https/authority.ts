import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign } from "node:crypto";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import * as x509 from "@peculiar/asn1-x509";
import type { Identity } from "./identity.ts";

const dayMs = 86_400_000;

/** A year: it is renewed well before, and a lab seldom lives so long. */
const lifeMs = 365 * dayMs;

/** The only names that a certificate of the lab's authority counts for, whatever else somebody writes into one. */
const permitted = { dns: ["localhost"], ip: ["127.0.0.0/8", "::1/128"] };

interface Names {
  readonly dns: readonly string[];
  readonly ip: readonly string[];
}

/** The names of the services, as clients on this machine write them. */
const localNames: Names = { dns: ["localhost"], ip: ["127.0.0.1", "::1"] };

/**
 * Makes an authority, and has it sign one certificate for the services. The authority's key is never written anywhere:
 * it ends with this call, so nobody can sign another certificate, not even the lab.
 */
export function issueIdentity({ now = Date.now(), names = localNames } = {}): Identity {
  const validity = new x509.Validity({
    // A virtual machine's clock may be behind the one of the client.
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + lifeMs),
  });
  const authorityKeys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const serviceKeys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  // Another name for each authority, because clients look for an issuer by its name.
  const issuer = nameOf(`kafka-lab authority ${randomBytes(4).toString("hex")}`);
  const issue = (subject: x509.Name, key: KeyObject, extensions: x509.Extension[]) =>
    certificateOf({ issuer, subject, validity, key, extensions }, authorityKeys.privateKey);
  return {
    authority: issue(issuer, authorityKeys.publicKey, authorityExtensions(keyIdOf(authorityKeys.publicKey))),
    certificate: issue(
      nameOf("kafka-lab services"),
      serviceKeys.publicKey,
      serviceExtensions(names, keyIdOf(serviceKeys.publicKey), keyIdOf(authorityKeys.publicKey)),
    ),
    key: serviceKeys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

// Signs for no other authority, and only the names above: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10
function authorityExtensions(keyId: x509.SubjectKeyIdentifier): x509.Extension[] {
  const subtrees = generalNames(permitted).map((base) => new x509.GeneralSubtree({ base }));
  const constraints = new x509.NameConstraints({ permittedSubtrees: new x509.GeneralSubtrees(subtrees) });
  const usage = new x509.KeyUsage(x509.KeyUsageFlags.keyCertSign);
  return [
    critical(x509.id_ce_basicConstraints, new x509.BasicConstraints({ cA: true, pathLenConstraint: 0 })),
    critical(x509.id_ce_keyUsage, usage),
    critical(x509.id_ce_nameConstraints, constraints),
    extension(x509.id_ce_subjectKeyIdentifier, keyId),
  ];
}

function serviceExtensions(
  names: Names,
  keyId: x509.SubjectKeyIdentifier,
  authorityKeyId: x509.SubjectKeyIdentifier,
): x509.Extension[] {
  const keyIdentifier = new x509.KeyIdentifier(authorityKeyId.buffer);
  return [
    critical(x509.id_ce_basicConstraints, new x509.BasicConstraints({ cA: false })),
    critical(x509.id_ce_keyUsage, new x509.KeyUsage(x509.KeyUsageFlags.digitalSignature)),
    extension(x509.id_ce_extKeyUsage, new x509.ExtendedKeyUsage([x509.id_kp_serverAuth])),
    extension(x509.id_ce_subjectAltName, new x509.SubjectAlternativeName(generalNames(names))),
    extension(x509.id_ce_subjectKeyIdentifier, keyId),
    extension(x509.id_ce_authorityKeyIdentifier, new x509.AuthorityKeyIdentifier({ keyIdentifier })),
  ];
}

interface Content {
  readonly issuer: x509.Name;
  readonly subject: x509.Name;
  readonly validity: x509.Validity;
  readonly key: KeyObject;
  readonly extensions: x509.Extension[];
}

function certificateOf({ key, extensions, ...content }: Content, authorityKey: KeyObject): string {
  const signature = new x509.AlgorithmIdentifier({ algorithm: ecdsaWithSha256 });
  const tbsCertificate = new x509.TBSCertificate({
    ...content,
    version: x509.Version.v3,
    serialNumber: serialNumber(),
    signature,
    subjectPublicKeyInfo: AsnConvert.parse(spkiOf(key), x509.SubjectPublicKeyInfo),
    extensions: new x509.Extensions(extensions),
  });
  const signed = sign("sha256", Buffer.from(AsnConvert.serialize(tbsCertificate)), authorityKey);
  const certificate = new x509.Certificate({
    tbsCertificate,
    signatureAlgorithm: signature,
    signatureValue: bytesOf(signed),
  });
  return toPem(AsnConvert.serialize(certificate));
}

/** https://www.rfc-editor.org/rfc/rfc5758#section-3.2 */
const ecdsaWithSha256 = "1.2.840.10045.4.3.2";

/** Positive, and not shorter than it looks: the first byte is neither negative nor zero. */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytesOf(bytes);
}

function nameOf(commonName: string): x509.Name {
  const value = new x509.AttributeValue({ utf8String: commonName });
  const part = new x509.AttributeTypeAndValue({ type: "2.5.4.3", value });
  return new x509.Name([new x509.RelativeDistinguishedName([part])]);
}

function generalNames({ dns, ip }: Names): x509.GeneralName[] {
  return [
    ...dns.map((dNSName) => new x509.GeneralName({ dNSName })),
    ...ip.map((iPAddress) => new x509.GeneralName({ iPAddress })),
  ];
}

const critical = (extnID: string, content: object) => extension(extnID, content, true);

function extension(extnID: string, content: object, isCritical = false): x509.Extension {
  const extnValue = new OctetString(AsnConvert.serialize(content));
  return new x509.Extension({ extnID, critical: isCritical, extnValue });
}

/** Any bytes that say which key it is: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.2 */
function keyIdOf(key: KeyObject): x509.SubjectKeyIdentifier {
  return new x509.SubjectKeyIdentifier(bytesOf(hash("sha256", spkiOf(key), "buffer").subarray(0, 20)));
}

const spkiOf = (key: KeyObject) => key.export({ type: "spki", format: "der" });

/** In a buffer of its own: Node's small ones share one. */
const bytesOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

function toPem(der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
