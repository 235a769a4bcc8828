import { LabError } from "../../common/lab-error.mjs";
import { memberName, serviceHostIp } from "../../common/lab-layout.ts";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { lookAtContainer } from "../../lib/reach/container-state.ts";
import type { Service } from "../smoke/ask-service.ts";
import { ask, lookInDocker, wrongAnswer } from "../smoke/ask-service.ts";
import type { Finding, Subject } from "./finding.ts";

/**
 * That Docker reports a service as healthy is not enough: the service itself must answer here. If it is not healthy,
 * its container's own row says more.
 */
export async function checkAnswers(
  { config, docker }: Subject,
  look: typeof lookAtContainer = lookAtContainer,
): Promise<Finding[]> {
  if (!docker) return [];
  const findings = servicesOf(config).map(async (service) => {
    const { state } = await look(service.container);
    return state === "healthy" ? [await checkAnswer(service)] : [];
  });
  return (await Promise.all(findings)).flat();
}

function servicesOf({ prefix, serviceAPort, serviceBPorts }: LabConfig): Service[] {
  const service = (name: string, port: number) => ({
    name,
    container: prefix + name,
    url: `http://${serviceHostIp}:${port}`,
  });
  const bs = serviceBPorts.map((port, index) => service(memberName("service-b", index + 1), port));
  return [service("service-a", serviceAPort), ...bs];
}

async function checkAnswer(service: Service): Promise<Finding> {
  const finding = { check: `${service.name} from here`, expected: `an answer at ${service.url}` };
  try {
    const answer = await ask(service, "/readyz");
    // Not ready is an answer, and what it waits for has its own row.
    const isOurs = /^(not-)?ready$/.test(answer.json?.status) && [200, 503].includes(answer.status);
    if (!isOurs) throw wrongAnswer(service, "GET /readyz", answer);
    return {
      ...finding,
      seen: answer.json?.status === "ready" ? "it is ready" : "it answers, but is not ready",
    };
  } catch (error) {
    const why = await lookInDocker(error);
    if (!(why instanceof LabError)) throw why;
    return { ...finding, seen: why.message, todo: why.hint };
  }
}
