import { readLabConfig } from "../lab-config.mjs";
import { checkCluster } from "./cluster.mjs";
import { checkContainers } from "./containers.mjs";
import { checkDockerEngine } from "./docker-engine.mjs";
import { checkListeners } from "./listeners.mjs";
import { checkDisk, checkMemory } from "./machine.mjs";
import { checkNode } from "./node.mjs";
import { checkOtherLabs } from "./other-labs.mjs";
import { checkPorts } from "./ports.mjs";
import { checkPulumi } from "./pulumi-cli.mjs";
import { printReport } from "./report.mjs";
import { checkBelonging } from "./unfinished.mjs";

/**
 * @typedef {object} Finding one line of the report; `todo` is there exactly when something is wrong
 * @property {string} check
 * @property {string} expected
 * @property {string} seen
 * @property {string} [todo]
 *
 * @typedef {object} Patient what the checks look at
 * @property {import("../lab-config.mjs").LabConfig} config
 * @property {import("dockerode") | undefined} docker an engine that answers, or none
 */

/**
 * Looks at what goes wrong before and after `up`, without changing anything.
 *
 * @param {{ stack: string, json?: boolean | undefined, projectDir?: string }} options
 * @returns {Promise<number>} the exit status: 1 if anything is wrong
 */
export async function runDoctor({ stack, json = false, projectDir }) {
  const config = readLabConfig(stack, projectDir);
  const engine = await checkDockerEngine();
  /** @type {Patient} */
  const patient = { config, docker: engine.docker };
  const findings = await Promise.all([
    checkNode(),
    [engine.finding],
    checkPulumi(),
    checkDisk(patient),
    checkMemory(patient),
    checkPorts(patient),
    checkOtherLabs(patient),
    checkContainers(patient),
    checkBelonging(patient),
    checkListeners(patient),
    checkCluster(patient),
  ]);
  return printReport(stack, findings.flat(), json);
}
