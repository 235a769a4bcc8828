import { sayWhenInterrupted } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import { requireDocker } from "../../lib/docker/probe-docker.ts";
import type { Assignment } from "../../lib/kafka/assignment.ts";
import { describePlan, planAssignment } from "../../lib/kafka/assignment.ts";
import { electPreferredLeaders, reassign } from "../../lib/kafka/move-partitions.ts";
import { readCluster } from "../../lib/kafka/partitions.ts";
import { describePhase } from "../../lib/migration/describe-phase.ts";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { adviseContainers } from "../../lib/reach/container-state.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { startProgress } from "../../lib/terminal/spinner.ts";
import { formatTable } from "../../lib/terminal/terminal.ts";

/**
 * After the lab has grown or a broker has come back, puts every partition on every broker and spreads the leaders over
 * them; before it shrinks, puts them on those brokers alone that the settings leave. Clients keep working meanwhile.
 */
export async function rebalance({ stack: asked, preview }: { stack?: string; preview?: boolean }) {
  await requireDocker();
  const config = readLabConfig(await chooseStack({ asked }));
  const phase = await describePhase(config);
  if (phase) console.log(phase);
  const { brokers: seen, partitions } = await readCluster(config);
  await requireAll(config, seen);
  const brokers = seen.filter((broker) => broker <= config.brokers.length);

  const plan = planAssignment(partitions, brokers);
  if (plan.length === 0) console.log(`All ${partitions.length} partitions are kept by every broker.`);
  else {
    const rows = describePlan(plan, partitions);
    console.log(formatTable([["partition", "brokers", "planned, the leader first"], ...rows]));
  }
  if (preview) return;
  if (plan.length > 0) await move(config, plan);
  const moved = await electPreferredLeaders(config);
  console.log(
    moved === 0 ? "Every partition is led by its preferred broker." : `${moved} partitions got their leader.`,
  );
}

async function move(config: LabConfig, plan: Assignment[]) {
  sayWhenInterrupted("en", {
    en: "Kafka continues to copy by itself. To wait for the end: ./lab rebalance",
    fr: "Kafka continue la copie de lui-même. Pour aller au bout\u00a0: ./lab rebalance",
  });
  const progress = startProgress();
  try {
    await reassign(config, plan, (done) => progress.show(`${done} of ${plan.length} partitions copied`));
  } finally {
    progress.end();
  }
  console.log(`\n${plan.length} partitions copied.`);
}

/** A replica on a missing broker would never be in sync. */
async function requireAll({ brokers, stack }: LabConfig, seen: number[]) {
  const away = brokers.filter((_, index) => !seen.includes(index + 1));
  if (away.length === 0) return;
  throw new LabError(
    `the stack ${stack} has ${brokers.length} brokers, and only ${seen.join(", ")} are registered.`,
    `Bring the others up: ${await adviseContainers(away)}`,
  );
}
