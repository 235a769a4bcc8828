import { statSync } from "node:fs";
import { join } from "node:path";
import { type LabConfig, readLabConfig } from "../../../../lib/project/lab-config.ts";
import { shownStack, stackOption } from "../../stack/shown-stack.ts";

/** The settings of the lab as they are now, or what is wrong with them, in words of the lab. */
export type LabSettings =
  | {
      readonly config: LabConfig;
      /** What a command needs to be about this stack, such as " --stack cluster". */
      readonly stackOption?: string;
    }
  | { readonly fault: string | undefined };

/** Even if no file has changed: another program may have chosen a stack. */
const KEPT_MS = 5_000;

/** Reads the settings anew when one of their files has changed; without a stack `fault` is undefined. */
export function openLabSettings(projectDir: string, read = readSettings): () => LabSettings {
  let last: { readonly settings: LabSettings; readonly of: string; readonly untilMs: number } | undefined;
  return () => {
    const of = filesOf(projectDir, last?.settings).join();
    if (last && last.of === of && performance.now() < last.untilMs) return last.settings;
    const settings = read(projectDir);
    last = { settings, of: filesOf(projectDir, settings).join(), untilMs: performance.now() + KEPT_MS };
    return settings;
  };
}

function readSettings(projectDir: string): LabSettings {
  try {
    const stack = shownStack(projectDir);
    if (stack === undefined) return { fault: undefined };
    return { config: readLabConfig(stack, projectDir), stackOption: stackOption(projectDir, stack) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function filesOf(projectDir: string, settings: LabSettings | undefined): (string | number)[] {
  const stack = settings && "config" in settings ? [`Pulumi.${settings.config.stack}.yaml`] : [];
  return ["Pulumi.yaml", ".lab/stack", ...stack].map((file) => changedMs(join(projectDir, file)));
}

function changedMs(file: string): number | string {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return "none";
  }
}
