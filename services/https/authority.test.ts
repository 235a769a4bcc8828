import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { checkServerIdentity, connect, createServer, type PeerCertificate } from "node:tls";
import { describe, expect, onTestFinished, test } from "vitest";
import { issueIdentity } from "./authority.ts";
import type { Identity } from "./identity.ts";

const identity = issueIdentity();
const outside = { dns: ["lab.example"], ip: ["192.0.2.7"] };

describe("when a client trusts the authority, then", () => {
  test.each(["localhost", "127.0.0.1", "::1"])(
    "a service that is asked as %s proves who it is",
    async (name) => {
      expect(await shakeHands(identity, { name, ca: identity.authority })).toBe("trusted");
    },
  );

  test.each(["lab.example", "127.0.0.2"])("one that is asked as %s does not", async (name) => {
    expect(await shakeHands(identity, { name, ca: identity.authority })).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  });

  test.each([
    ["lab.example", { ...outside, ip: [] }],
    ["192.0.2.7", { ...outside, dns: [] }],
    ["localhost", { dns: ["localhost", ...outside.dns], ip: [] }],
  ])("it refuses %s where the authority signed more than it may", async (name, names) => {
    const forged = issueIdentity({ names });
    expect(await shakeHands(forged, { name, ca: forged.authority })).toBe("permitted subtree violation");
  });

  test("it refuses what the authority of another lab signed", async () => {
    const { authority } = issueIdentity();
    const seen = await shakeHands(identity, { name: "localhost", ca: authority });
    expect(seen).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
  });

  test("it refuses what has expired", async () => {
    const old = issueIdentity({ now: Date.now() - 400 * 86_400_000 });
    expect(await shakeHands(old, { name: "localhost", ca: old.authority })).toBe("CERT_HAS_EXPIRED");
  });
});

test("when a client does not know the authority, then it refuses", async () => {
  expect(await shakeHands(identity, { name: "localhost" })).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
});

test("when an authority is made, then it signs certificates alone, and its key is in none of the parts", () => {
  const authority = new X509Certificate(identity.authority);
  const certificate = new X509Certificate(identity.certificate);
  expect([authority.ca, certificate.ca]).toEqual([true, false]);
  expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
  expect(certificate.checkIssued(authority)).toBe(true);
  expect(Object.keys(identity)).toEqual(["authority", "certificate", "key"]);
  expect(certificate.publicKey.equals(authority.publicKey)).toBe(false);
  expect(
    Object.values(identity)
      .join("")
      .match(/PRIVATE KEY/g),
  ).toHaveLength(2);
});

/** Whether a client that asks for a name and knows these authorities trusts the server, or why not. */
async function shakeHands({ certificate, key }: Identity, { name, ca }: { name: string; ca?: string }) {
  const server = createServer({ cert: certificate, key, minVersion: "TLSv1.2" }).listen(0, "127.0.0.1");
  server.on("tlsClientError", () => undefined);
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: "127.0.0.1", ca: ca ?? [], ...identityOf(name) });
  onTestFinished(() => void socket.destroy());
  return new Promise((resolve) => {
    socket.on("secureConnect", () => resolve("trusted"));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "UNSPECIFIED" ? error.message : error.code),
    );
  });
}

/** An address is not sent as a name, but the certificate is checked for it. */
function identityOf(name: string) {
  if (/^[a-z.]+$/.test(name)) return { servername: name };
  return { checkServerIdentity: (_: string, peer: PeerCertificate) => checkServerIdentity(name, peer) };
}
