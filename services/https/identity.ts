import { createPrivateKey, X509Certificate } from "node:crypto";

/** With what the services prove who they are, each part as PEM; the authority's own key is not among them. */
export interface Identity {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

const dayMs = 86_400_000;

/** Long enough for whoever saved the old authority's certificate to see that there is a new one. */
const renewedBeforeMs = 30 * dayMs;

/** Whether its parts belong together, and it is neither of the future nor about to expire. */
export function isUsable(identity: Identity, now = Date.now()): boolean {
  try {
    const [authority, certificate] = [identity.authority, identity.certificate].map(
      (pem) => new X509Certificate(pem),
    ) as [X509Certificate, X509Certificate];
    return (
      certificate.checkPrivateKey(createPrivateKey(identity.key)) &&
      certificate.verify(authority.publicKey) &&
      certificate.validFromDate.getTime() <= now &&
      certificate.validToDate.getTime() - renewedBeforeMs > now
    );
  } catch {
    return false; // cut off, or something else altogether
  }
}
