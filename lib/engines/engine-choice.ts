import { LabError } from "../../common/lab-error.mjs";

/** What was seen of the Pulumi CLI. */
export interface PulumiCli {
  /** Where it was found on PATH. */
  path?: string;
  /** What `pulumi version` said, when it worked. */
  version?: string;
  /** Why it did not work. */
  failure?: string;
  /** Version of the installed Docker provider that the program asks for. */
  plugin?: string;
}

/**
 * Which engine works on the stack and why: the Pulumi CLI where there is one that works, with the version of the Docker
 * provider that the program wants, else the embedded one.
 */
export function decideEngine(
  requested: "embedded" | "pulumi" | undefined,
  cli: PulumiCli,
  wantedPlugin: string,
): { engine: "embedded" | "pulumi"; reason: string; installPlugin?: boolean } {
  if (requested === "embedded") return { engine: "embedded", reason: "as --engine says" };
  const installHint = `pulumi plugin install resource docker ${wantedPlugin}`;
  if (cli.version !== undefined && cli.plugin !== undefined) {
    const reason = requested ? "as --engine says" : `${cli.version} is on PATH, with its Docker provider`;
    return { engine: "pulumi", reason };
  }
  if (requested === undefined) return { engine: "embedded", reason: whyNotPulumi(cli, installHint) };
  if (cli.version !== undefined) return { engine: "pulumi", reason: "as --engine says", installPlugin: true };
  throw new LabError(
    `--engine pulumi: ${whyNotPulumi(cli, installHint)}.`,
    "Install the CLI (https://www.pulumi.com/docs/install/), or leave it to the lab's own: --engine embedded.",
  );
}

function whyNotPulumi({ path, version, failure }: PulumiCli, installHint: string) {
  if (path === undefined) return "there is no Pulumi CLI on PATH";
  if (version === undefined) return `${path} does not work (${failure})`;
  return `the Pulumi CLI ${version} lacks its Docker provider; to have it: ${installHint}`;
}
