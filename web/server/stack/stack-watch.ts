import { createLook, type LookRequest, type SeenResource } from "../../../engine/look.ts";
import type { OperationDocument } from "../../../lib/engines/engine-operation.ts";
import { workUnderWay } from "../../../lib/project/under-way.ts";
import { runEngine } from "../../../workshop/lab/lab-engine.ts";
import type { Both } from "../../contract/language.ts";
import type { StackPlan, StackState } from "../../contract/stack.ts";
import { Refusal } from "../lesson/refusal.ts";
import { type ListContainers, listContainers } from "./containers.ts";
import { engineOfStack } from "./engine-of-stack.ts";
import { planOf } from "./plan.ts";
import { programVersion } from "./program-version.ts";
import { rowsOf } from "./rows.ts";
import { shownStackOrNone } from "./shown-stack.ts";
import { sparingLook } from "./sparing-look.ts";

export interface StackParts {
  readonly projectDir: string;
  readonly look?: (request: LookRequest) => Promise<SeenResource[]>;
  readonly list?: ListContainers;
  readonly findEngine?: typeof engineOfStack;
  /** Previews as `./lab preview --json --diff`; a failed preview is a document, too. */
  readonly runPreview?: (projectDir: string, stack: string) => Promise<OperationDocument>;
  /** Called when a preview begins or ends. */
  readonly onPreview?: () => void;
}

/** The stack of the terminal, looked at again and again, and previewed when somebody asks. */
export interface StackWatch {
  readonly look: () => Promise<StackState>;
  /**
   * One at a time: who asks meanwhile gets the same one.
   * @throws Refusal without a stack, and while something changes the lab
   */
  readonly preview: () => Promise<StackPlan>;
}

interface Previewed {
  readonly stack: string;
  readonly version: string;
  readonly atMs: number;
  readonly plan: StackPlan;
  readonly isWhole: boolean;
}

export function watchStack({
  projectDir,
  look = createLook(),
  list = (host) => listContainers(undefined, host),
  findEngine = engineOfStack,
  runPreview = (dir, stack) => runEngine(dir, stack, "preview", { allowFailure: true, diff: true }),
  onPreview = () => undefined,
}: StackParts): StackWatch {
  const lookSparingly = sparingLook(look);
  let last: Previewed | undefined;
  let running: Promise<StackPlan> | undefined;

  async function runOne(stack: string): Promise<StackPlan> {
    // What changes from here on is not in the plan.
    const version = programVersion(projectDir, stack);
    const document = await runPreview(projectDir, stack);
    const plan = planOf(document);
    last = { stack, version, atMs: Date.now(), plan, isWhole: document.result === "succeeded" };
    return plan;
  }

  return {
    look: async () => {
      const stack = shownStackOrNone(projectDir);
      if (stack === undefined) return { stack, reason: undefined, preview: undefined, resources: [] };
      const host = await findEngine(projectDir, stack).catch((error: Error) => error);
      const containers = host instanceof Error ? host : await list(host).catch((error: Error) => error);
      const isUp = !(containers instanceof Error || host instanceof Error);
      const request = { projectDir, stack, ...(isUp ? { host } : { timeoutMs: 0 }) };
      const seen = await lookSparingly(request, isUp ? containers : undefined).catch((error: Error) => error);
      const known = last?.stack === stack ? last : undefined;
      const isOld = known !== undefined && known.version !== programVersion(projectDir, stack);
      return {
        stack,
        reason: reasonOf(containers, seen),
        preview: known && {
          atMs: known.atMs,
          isOld,
          isRunning: running !== undefined,
          plan: known.plan,
        },
        resources:
          seen instanceof Error
            ? []
            : rowsOf({
                seen,
                containers: isUp ? containers : undefined,
                // An old plan says nothing certain of what is wanted now.
                plan: isOld ? undefined : known?.plan,
                isWhole: known?.isWhole === true && !isOld,
              }),
      };
    },
    preview: () => {
      const stack = shownStackOrNone(projectDir);
      if (stack === undefined) throw new Refusal(409, NO_STACK);
      const work = workUnderWay({ projectDir });
      if (work !== undefined) throw new Refusal(409, atWork(work.command));
      running ??= runOne(stack).finally(() => {
        running = undefined;
        onPreview();
      });
      onPreview();
      return running;
    },
  };
}

const NO_STACK = {
  en: "no stack has been chosen yet; ./lab start does that.",
  fr: "aucune stack n'est encore choisie\u00a0; ./lab start le fait.",
};

function atWork(command: string): Both {
  return {
    en: `${command} is at work; preview when it is done.`,
    fr: `${command} est en cours\u00a0; demandez l'aperçu quand elle aura fini.`,
  };
}

function reasonOf(containers: unknown, seen: unknown): Both | undefined {
  if (seen instanceof Error)
    return {
      en: `The state cannot be read: ${seen.message}`,
      fr: `L'état ne peut pas être lu\u00a0: ${seen.message}`,
    };
  if (!(containers instanceof Error)) return undefined;
  return {
    en: `Docker does not answer (${containers.message}).`,
    fr: `Docker ne répond pas (${containers.message}).`,
  };
}
