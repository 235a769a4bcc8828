import { sayWhenInterrupted } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import { membersOf } from "../../common/lab-layout.ts";
import { labDir } from "../../common/project.mjs";
import { requireDocker } from "../../lib/docker/probe-docker.ts";
import { planStep } from "../../lib/migration/plan-step.ts";
import { recordLook } from "../../lib/migration/record.ts";
import { controllersOf, rollControllers } from "../../lib/migration/roll-controllers.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { beginOperation, refuseIfBusy } from "../../lib/project/under-way.ts";
import { engineCalls } from "../../lib/rolling/engine-calls.ts";
import { rollBrokers } from "../../lib/rolling/roll-brokers.ts";
import { refuseBrokerRemoval } from "../../lib/stack/broker-removal.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { refuseMetadataChange } from "../../lib/stack/metadata-change.ts";
import { refuseInSwarm } from "../../lib/swarm/refuse-in-swarm.ts";
import { confirm } from "../../lib/terminal/terminal.ts";

interface Given {
  stack?: string;
  engine?: "embedded" | "pulumi";
  yes?: boolean;
}

/**
 * Brings what the settings change to the brokers of a lab in use, and then to its controllers, one at a time: `up` would
 * replace all of them at once. What is as the program says stays.
 */
export async function roll(given: Given) {
  await requireDocker();
  const stack = await chooseStack({ asked: given.stack });
  refuseInSwarm(
    readLabConfig(stack),
    "./lab roll",
    `Let up change one broker at a time, and go on when ./lab doctor finds all replicas in sync: ./lab up --stack ${stack} --target URN; ./lab preview --json has the URNs`,
  );
  refuseIfBusy({ stack });
  const done = beginOperation(stack, `./lab roll --stack ${stack}`);
  try {
    const step = await planStep(stack, { projectDir: labDir, log: console.log });
    if (step && step.words.length > 0) {
      throw new LabError(
        `the settings want the migration at "${step.to}".`,
        "Take that step first: ./lab up",
      );
    }
    await refuseBrokerRemoval(stack);
    if (step) recordLook(labDir, stack, step.record);
    else await refuseMetadataChange(stack);
    await rollAll(stack, given);
  } finally {
    done();
  }
}

async function rollAll(stack: string, { engine, yes }: Given) {
  const config = readLabConfig(stack);
  console.log(`One at a time, each when all replicas are in sync: ${config.brokers.join(", ")}.`);
  if (!(await confirm("Go on?", { yes }))) throw new LabError("declined.", "Nothing was changed.");
  sayWhenInterrupted("en", {
    en: "The brokers that were replaced stay so. To go on: ./lab roll",
    fr: "Les brokers déjà remplacés le restent. Pour continuer\u00a0: ./lab roll",
  });
  const calls = engineCalls({ projectDir: labDir, stack, ...(engine && { engine }) });
  await rollBrokers(config, calls, { brokers: membersOf(config.brokers.length), log: console.log });
  const members = controllersOf(config);
  if (members.length > 0) await rollControllers(config, calls, { members, log: console.log });
  console.log("Every broker is as the program says, and in sync. What else the settings change: ./lab up");
}
