import { LabError } from "../../common/lab-error.mjs";
import { useSwarmOf } from "../../lib/hosts/use-hosts.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { rateSwarm } from "../../lib/swarm/rate-swarm.ts";
import { readSwarm } from "../../lib/swarm/read-swarm.ts";
import { checkListeners } from "./broker-listeners.ts";
import { checkCluster } from "./cluster-health.ts";
import { checkContainers, checkOtherLabs } from "./containers.ts";
import { checkDockerEngine, checkPlace } from "./docker-engine.ts";
import { printReport } from "./doctor-report.ts";
import type { Finding, Subject } from "./finding.ts";
import { checkPorts } from "./free-ports.ts";
import { clusterLimitMs, limited } from "./limit.ts";
import { checkDisk, checkLocalhost, checkMemory } from "./machine.ts";
import { checkMigration } from "./migration.ts";
import { checkNode } from "./node.ts";
import { checkProxy } from "./proxy-settings.ts";
import { checkPulumi, lookForPulumi } from "./pulumi-engine.ts";
import { checkAnswers } from "./service-answers.ts";
import { checkBelonging } from "./unfinished-work.ts";

/**
 * Checks what can go wrong before and after `up`, without changes; the exit status is 1 if anything is wrong.
 */
export async function runDoctor({
  stack,
  json = false,
  projectDir,
}: {
  stack: string;
  json?: boolean | undefined;
  projectDir?: string;
}): Promise<number> {
  const proxy = checkProxy({ ...process.env });
  const config = readLabConfig(stack, projectDir);
  const noHosts = await useSwarmOf(config).then(() => undefined, asFinding);
  if (noHosts) return printReport(stack, [noHosts], json);
  const engine = await checkDockerEngine();
  const subject: Subject = { config, docker: engine.docker };
  const pulumi = lookForPulumi();
  const findings = await Promise.all([
    limited("Node", () => checkNode(pulumi)),
    engine.finding,
    ...(engine.docker && config.nodes.length === 0 ? [checkPlace()] : []),
    limited("Pulumi CLI", () => checkPulumi(pulumi)),
    limited("disk", () => checkDisk(subject)),
    limited("memory", () => checkMemory(subject)),
    proxy,
    ...(config.nodes.length > 0
      ? [limited("swarm", async () => rateSwarm(await readSwarm(config), config), clusterLimitMs)]
      : checksOfOneMachine(subject)),
    limited("cluster", () => checkCluster(subject), clusterLimitMs),
  ]);
  return printReport(stack, findings.flat(), json);
}

/** Of containers and ports of this machine; a swarm's are on its nodes. */
function checksOfOneMachine(subject: Subject) {
  return [
    limited("localhost", () => checkLocalhost()),
    limited("ports", () => checkPorts(subject)),
    limited("other labs", () => checkOtherLabs(subject)),
    limited("containers", () => checkContainers(subject)),
    limited("belonging", () => checkBelonging(subject)),
    limited("services from here", () => checkAnswers(subject)),
    limited("listeners", () => checkListeners(subject)),
    limited("migration", () => checkMigration(subject)),
  ];
}

/** Without hosts there is nothing else to look at. */
function asFinding(error: unknown): Finding {
  if (!(error instanceof LabError)) throw error;
  return { check: "hosts", expected: "a manager of the swarm", seen: error.message, todo: error.hint ?? "" };
}
