import { LabError } from "../../common/lab-error.mjs";

/** A kind of machine that a kit is made for, as Docker names it; Docker's own containers on a Mac are Linux. */
export interface Platform {
  readonly name: string;
  readonly os: "linux" | "darwin";
  /** As Node and npm name it. */
  readonly cpu: "x64" | "arm64";
  /** The platform of its images. */
  readonly images: string;
}

const all = (["linux", "darwin"] as const).flatMap((os) =>
  (["x64", "arm64"] as const).map((cpu): Platform => {
    const arch = cpu === "x64" ? "amd64" : cpu;
    return { name: `${os}/${arch}`, os, cpu, images: `linux/${arch}` };
  }),
);

/** The platform that runs this. */
export function ownPlatform(os: string = process.platform, cpu: string = process.arch): Platform {
  const found = all.find((each) => each.os === os && each.cpu === cpu);
  if (found) return found;
  throw new LabError(
    `no kit is made on ${os} ${cpu}.`,
    `Make it on one of ${all.map(({ name }) => name).join(", ")}.`,
  );
}

/** Reads `linux/amd64,darwin/arm64`; without it, this machine's own. */
export function readPlatforms(given: string | undefined): Platform[] {
  if (given === undefined) return [ownPlatform()];
  return [...new Set(given.split(",").map((name) => name.trim()))].map((name) => {
    const found = all.find((each) => each.name === name);
    if (found) return found;
    throw new LabError(
      `--platform expects some of ${all.map((each) => each.name).join(", ")}, and got "${name}".`,
      "Several are parted by commas: --platform linux/amd64,darwin/arm64. Windows is linux: the lab runs in WSL2.",
    );
  });
}
