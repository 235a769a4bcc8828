import { handlingSignalsItself, interruptedStatus } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { operate } from "../../lib/engines/operate.ts";
import { beganMs } from "../../lib/project/began.ts";
import { runScript } from "../../lib/project/run-script.ts";
import { beginOperation, refuseIfBusy } from "../../lib/project/under-way.ts";
import { type BegunStart, beginStart } from "../../lib/stack/begin-start.ts";
import { chooseStack, rememberStack } from "../../lib/stack/choose-stack.ts";
import { ensureImages } from "../../lib/stack/ensure-images.ts";
import { finishDestroy } from "../../lib/stack/half-destroyed.ts";
import { passPreflight } from "../../lib/stack/preflight.ts";
import { bold, dim, formatSeconds } from "../../lib/terminal/terminal.ts";

/**
 * Goes from any state to a delivered message. It can be run again at any time: finished work is skipped. `begun`: what
 * a first start has begun already.
 */
export async function start(
  { stack: asked, engine, yes }: { stack?: string; engine?: "embedded" | "pulumi"; yes?: boolean },
  begun: BegunStart = beginStart({ stack: asked, yes }),
) {
  const dependencies = async () => say(`Node ${process.versions.node}, node_modules up to date`);
  await step(1, "Dependencies", dependencies, beganMs);
  await step(2, "Docker", async () => {
    const { version, url } = await begun.docker(say);
    say(`engine ${version} at ${url}`);
  });
  const stack = await step(3, "Images", async () => {
    const chosen = await chooseStack({ asked, log: say });
    rememberStack(chosen);
    await ensureImages(chosen, { log: say, yes, begun: await begun.images });
    return chosen;
  });
  await step(4, "Up", () => up({ stack, yes, ...(engine ? { engine } : {}) }));
  await step(5, "Smoke test", () => smoke(stack));
  console.log(`\n${bold("The lab is up")} ${dim(`(${formatSeconds(Date.now() - beganMs)})`)}${whereToGo()}`);
}

const steps = 5;

async function step<Result>(
  number: number,
  title: string,
  run: () => Promise<Result>,
  startedMs = Date.now(),
) {
  console.log(`${number > 1 ? "\n" : ""}${bold(`[${number}/${steps}] ${title}`)}`);
  const result = await run();
  say(dim(`done in ${formatSeconds(Date.now() - startedMs)}`));
  return result;
}

function say(line: string) {
  console.log(line.replace(/^/gm, "      "));
}

async function up({
  yes = false,
  ...request
}: {
  stack: string;
  yes: boolean | undefined;
  engine?: "embedded" | "pulumi";
}) {
  refuseIfBusy({ stack: request.stack });
  await passPreflight(request.stack);
  const done = beginOperation(request.stack, "./lab start");
  await finishDestroy(request.stack, { projectDir: labDir, log: say, ...request });
  const { exitCode } = await operate({ operation: "up", projectDir: labDir, yes, ...request }).finally(done);
  if (interruptedStatus() !== undefined) {
    throw new LabError("interrupted while the stack came up.", "To go on from there: ./lab start");
  }
  if (exitCode === 0) return;
  throw new LabError(
    "the stack did not come up (see above).",
    "Look: ./lab doctor. Then try again: ./lab start",
  );
}

async function smoke(stack: string) {
  // The script gets the signal too, and it ends the script.
  const status = await handlingSignalsItself(() => runScript("smoke", ["--stack", stack]));
  if (interruptedStatus() !== undefined) {
    throw new LabError(
      "interrupted while the stack, which is up, was tested.",
      "To test it again: ./lab smoke",
    );
  }
  if (status === 0) return;
  throw new LabError(
    "no message came through (see above).",
    "Look: ./lab doctor. Then try again: ./lab smoke",
  );
}

function whereToGo() {
  return `

  send      curl -H 'Content-Type: application/json' -d '"Hello, Kafka!"' \\
              $(./lab output serviceAUrl)
  receive   curl "$(./lab output serviceBUrls | cut -d' ' -f1)"
  change    edit infra/ or services/, then ./lab preview and ./lab up
  look      ./lab output, ./lab doctor
  browse    ./lab open: the lessons beside this system, in a browser
  remove    ./lab destroy`;
}
