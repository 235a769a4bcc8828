import { LabError } from "../../common/lab-error.mjs";

/**
 * What was seen of the Pulumi CLI.
 * @typedef {object} PulumiCli
 * @property {string} [path] where it was found on PATH
 * @property {string} [version] what `pulumi version` said, when it worked
 * @property {string} [failure] why it did not work
 * @property {string} [plugin] version of the installed Docker provider that the program asks for
 */

/**
 * Which engine works on the stack and why: the Pulumi CLI where there is one that works, else the embedded one.
 * @param {"embedded" | "pulumi" | undefined} requested
 * @param {PulumiCli} cli
 * @param {string} wantedPlugin version of the Docker provider that the program asks for
 * @returns {{ engine: "embedded" | "pulumi", reason: string, installPlugin?: boolean }}
 */
export function decideEngine(requested, cli, wantedPlugin) {
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

/**
 * @param {PulumiCli} cli
 * @param {string} installHint
 */
function whyNotPulumi({ path, version, failure }, installHint) {
  if (path === undefined) return "there is no Pulumi CLI on PATH";
  if (version === undefined) return `${path} does not work (${failure})`;
  return `the Pulumi CLI ${version} lacks its Docker provider; to have it: ${installHint}`;
}
