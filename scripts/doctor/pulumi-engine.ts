import type { PulumiCli } from "../../lib/engines/engine-choice.ts";
import { probePulumi, wantedPlugin } from "../../lib/engines/pulumi-cli.ts";
import type { Finding } from "./finding.ts";

/** Probes the CLI on PATH as `./lab up` does, but within the time limit of a check. */
export async function lookForPulumi(): Promise<PulumiCli> {
  return probePulumi(wantedPlugin(), { budgetMs: 10_000 });
}

/** The Pulumi CLI may be absent; an installed one needs the exact provider version that the program uses. */
export async function checkPulumi(looking: Promise<PulumiCli>): Promise<Finding> {
  const finding = { check: "Pulumi CLI", expected: "none, or one with its Docker provider" };
  const { version, plugin } = await looking;
  if (version === undefined) return { ...finding, seen: "none (the embedded engine does the work)" };
  const provider = `v${wantedPlugin()}`;
  if (plugin !== undefined) return { ...finding, seen: `${version}, provider docker ${provider}` };
  return {
    ...finding,
    seen: `${version}, without the provider docker ${provider}`,
    todo: `pulumi plugin install resource docker ${provider}, or leave it to the lab's own engine: ./lab up --engine embedded`,
  };
}
