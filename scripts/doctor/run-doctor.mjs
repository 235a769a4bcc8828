import { checkListeners } from "../../lib/kafka/listeners.mjs";
import { readLabConfig } from "../../lib/project/lab-config.mjs";
import { checkCluster } from "./cluster-health.mjs";
import { checkContainers } from "./containers.mjs";
import { checkDockerEngine } from "./docker-engine.mjs";
import { printReport } from "./doctor-report.mjs";
import { checkPlace } from "./engine-place.mjs";
import { checkPorts } from "./free-ports.mjs";
import { clusterLimitMs, limited } from "./limit.mjs";
import { checkLocalhost } from "./localhost.mjs";
import { checkDisk, checkMemory } from "./machine.mjs";
import { checkNode } from "./node.mjs";
import { checkOtherLabs } from "./other-labs.mjs";
import { checkProxy } from "./proxy-settings.mjs";
import { checkPulumi } from "./pulumi-engine.mjs";
import { checkAnswers } from "./service-answers.mjs";
import { checkBelonging } from "./unfinished-work.mjs";

/**
 * @typedef {object} Finding one line of the report; `todo` is there exactly when something is wrong
 * @property {string} check
 * @property {string} expected
 * @property {string} seen
 * @property {string} [todo]
 *
 * @typedef {object} Patient what the checks look at
 * @property {import("../../lib/project/lab-config.mjs").LabConfig} config
 * @property {import("dockerode") | undefined} docker an engine that answers, or none
 */

/**
 * Looks at what goes wrong before and after `up`, without changing anything.
 *
 * @param {{ stack: string, json?: boolean | undefined, projectDir?: string }} options
 * @returns {Promise<number>} the exit status: 1 if anything is wrong
 */
export async function runDoctor({ stack, json = false, projectDir }) {
  const proxy = checkProxy({ ...process.env });
  const config = readLabConfig(stack, projectDir);
  const engine = await checkDockerEngine();
  /** @type {Patient} */
  const patient = { config, docker: engine.docker };
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
