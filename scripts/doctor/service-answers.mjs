import { LabError } from "../../common/lab-error.mjs";
import { lookAtContainer } from "../../lib/reach/container-state.mjs";
import { serviceHostIp } from "../../lib/stack/published-ports.mjs";
import { ask, lookInDocker, wrongAnswer } from "../smoke/service.mjs";

/** @typedef {import("./run-doctor.mjs").Finding} Finding */
/** @typedef {import("../smoke/service.mjs").Service} Service */

/**
 * Docker's word that a service is healthy is not enough: it must answer here, and be the one that answers. Of one that is
 * not healthy its container's own row says more.
 *
 * @param {import("./run-doctor.mjs").Patient} patient
 * @param {typeof lookAtContainer} [look]
 * @returns {Promise<Finding[]>}
 */
export async function checkAnswers({ config, docker }, look = lookAtContainer) {
  if (!docker) return [];
  const findings = servicesOf(config).map(async (service) => {
    const { state } = await look(service.container);
    return state === "healthy" ? [await checkAnswer(service)] : [];
  });
  return (await Promise.all(findings)).flat();
}

/** @param {import("../../lib/project/lab-config.mjs").LabConfig} config @returns {Service[]} */
function servicesOf({ prefix, serviceAPort, serviceBPorts }) {
  const service = (/** @type {string} */ name, /** @type {number} */ port) => ({
    name,
    container: prefix + name,
    url: `http://${serviceHostIp}:${port}`,
  });
  const bs = serviceBPorts.map((port, index) =>
    service(index === 0 ? "service-b" : `service-b-${index + 1}`, port),
  );
  return [service("service-a", serviceAPort), ...bs];
}

/** @param {Service} service @returns {Promise<Finding>} */
async function checkAnswer(service) {
  const finding = { check: `${service.name} from here`, expected: `an answer at ${service.url}` };
  try {
    const answer = await ask(service, "/readyz");
    // Not ready is an answer, and what it waits for has a row of its own.
    const isOurs = /^(not-)?ready$/.test(answer.json?.status) && [200, 503].includes(answer.status);
    if (!isOurs) throw wrongAnswer(service, "GET /readyz", answer);
    return {
      ...finding,
      seen: answer.json?.status === "ready" ? "it is ready" : "it answers, and is not ready",
    };
  } catch (error) {
    const why = await lookInDocker(error);
    if (!(why instanceof LabError)) throw why;
    return { ...finding, seen: why.message, todo: why.hint };
  }
}
