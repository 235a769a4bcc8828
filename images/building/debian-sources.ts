import { LabError } from "../../common/lab-error.mjs";

/**
 * Where to get a suite of Debian, as `ADDRESS SUITE`: from the mirror, or from where this machine gets its own Debian
 * (as `apt-get update --print-uris` lists it), with the security updates. A mirror has those wherever it likes, so they come only with the machine's own.
 */
export function debianSources(suite: string, mirror: string | undefined, listed: string): string[] {
  if (mirror) return [`${mirror} ${suite}`];
  const own = [...listed.matchAll(/^'(\S+)\/dists\/(\S+)\/InRelease'/gm)];
  // Others may name their releases as Debian does.
  const addressOf = (release: RegExp) =>
    own.find(([, address = "", name = ""]) => /debian/.test(address) && release.test(name))?.[1];
  const main = addressOf(new RegExp(`^(${releases})$`));
  if (main === undefined) {
    throw new LabError(
      "the images are made of Debian's packages: expected a source of Debian in this machine's apt, saw none.",
      "Name a mirror (https://www.debian.org/mirror/list): DEBIAN_MIRROR=http://MIRROR/debian, then try again.",
    );
  }
  const security = addressOf(new RegExp(`^(${releases})-security$`));
  return [`${main} ${suite}`, ...(security ? [`${security} ${suite}-security`] : [])];
}

/** One archive has them all. */
const releases = "bullseye|bookworm|trixie|forky|oldstable|stable|testing|sid|unstable";
