import { readLabConfig } from "../../lib/project/lab-config.ts";
import { checkListeners } from "./broker-listeners.ts";
import { checkCluster } from "./cluster-health.ts";
import { checkContainers, checkOtherLabs } from "./containers.ts";
import { checkDockerEngine, checkPlace } from "./docker-engine.ts";
import { printReport } from "./doctor-report.ts";
import type { Subject } from "./finding.ts";
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
  const engine = await checkDockerEngine();
  const subject: Subject = { config, docker: engine.docker };
  const pulumi = lookForPulumi();
  const findings = await Promise.all([
    limited("Node", () => checkNode(pulumi)),
    engine.finding,
    ...(engine.docker ? [checkPlace()] : []),
    limited("Pulumi CLI", () => checkPulumi(pulumi)),
    limited("disk", () => checkDisk(subject)),
    limited("memory", () => checkMemory(subject)),
    proxy,
    limited("localhost", () => checkLocalhost()),
    limited("ports", () => checkPorts(subject)),
    limited("other labs", () => checkOtherLabs(subject)),
    limited("containers", () => checkContainers(subject)),
    limited("belonging", () => checkBelonging(subject)),
    limited("services from here", () => checkAnswers(subject)),
    limited("listeners", () => checkListeners(subject)),
    limited("migration", () => checkMigration(subject)),
    limited("cluster", () => checkCluster(subject), clusterLimitMs),
  ]);
  return printReport(stack, findings.flat(), json);
}
