import type { LabConfig } from "../../lib/project/lab-config.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { checkListeners } from "./broker-listeners.ts";
import { checkCluster } from "./cluster-health.ts";
import { checkContainers } from "./containers.ts";
import { checkDockerEngine } from "./docker-engine.ts";
import { printReport } from "./doctor-report.ts";
import { checkPlace } from "./engine-place.ts";
import { checkPorts } from "./free-ports.ts";
import { clusterLimitMs, limited } from "./limit.ts";
import { checkLocalhost } from "./localhost.ts";
import { checkDisk, checkMemory } from "./machine.ts";
import { checkNode } from "./node.ts";
import { checkOtherLabs } from "./other-labs.ts";
import { checkProxy } from "./proxy-settings.ts";
import { checkPulumi } from "./pulumi-engine.ts";
import { checkAnswers } from "./service-answers.ts";
import { checkBelonging } from "./unfinished-work.ts";

/** one line of the report; `todo` is there exactly when something is wrong */
export interface Finding {
  check: string;
  expected: string;
  seen: string;
  todo?: string;
}

/** what the checks look at */
export interface Patient {
  config: LabConfig;
  /** an engine that answers, or none */
  docker: import("dockerode") | undefined;
}

/**
 * Looks at what goes wrong before and after `up`, without changing anything. Returns the exit status: 1 if anything
 * is wrong.
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
  const patient: Patient = { config, docker: engine.docker };
  const findings = await Promise.all([
    limited("Node", checkNode),
    engine.finding,
    ...(engine.docker ? [checkPlace()] : []),
    limited("Pulumi CLI", checkPulumi),
    limited("disk", () => checkDisk(patient)),
    limited("memory", () => checkMemory(patient)),
    proxy,
    limited("localhost", () => checkLocalhost()),
    limited("ports", () => checkPorts(patient)),
    limited("other labs", () => checkOtherLabs(patient)),
    limited("containers", () => checkContainers(patient)),
    limited("belonging", () => checkBelonging(patient)),
    limited("services from here", () => checkAnswers(patient)),
    limited("listeners", () => checkListeners(patient)),
    limited("cluster", () => checkCluster(patient), clusterLimitMs),
  ]);
  return printReport(stack, findings.flat(), json);
}
