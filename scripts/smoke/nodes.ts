import { memberName } from "../../common/lab-layout.ts";
import { waitFor } from "../../common/wait-for.ts";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { acceptsConnection } from "../../lib/reach/unreached.ts";
import type { Service, Services } from "./ask-service.ts";

type Swarm = Pick<LabConfig, "nodes" | "prefix" | "serviceAPort" | "serviceBPorts" | "serviceReplicas">;

/**
 * In a swarm a service runs on some of the nodes, and the others refuse the connection: the next one is asked. Where all
 * do so for the whole time, the first node is, so that its failure is reported.
 */
export async function findOnNodes(
  { nodes, prefix, serviceAPort, serviceBPorts: [serviceBPort = 0], serviceReplicas }: Swarm,
  budgetMs: number,
  accepts = acceptsConnection,
): Promise<Services> {
  const at = async (name: string, port: number) => {
    const answers = await Promise.all(nodes.map((node) => accepts(node, port)));
    return nodes.filter((_, index) => answers[index]).map((node) => serviceOn(node, name, { prefix, port }));
  };
  let found: { as: Service[]; bs: Service[] } = { as: [], bs: [] };
  await waitFor(
    async () => {
      found = { as: await at("service-a", serviceAPort), bs: await at("service-b", serviceBPort) };
      return found.as.length > 0 && found.bs.length === serviceReplicas ? found : undefined;
    },
    { budgetMs, everyMs: 500 },
  );
  const first = nodes[0] ?? "";
  const [serviceA = serviceOn(first, "service-a", { prefix, port: serviceAPort })] = found.as;
  const [serviceB = serviceOn(first, "service-b", { prefix, port: serviceBPort }), ...others] = found.bs;
  return { serviceA, serviceBs: [serviceB, ...others].map(numbered) as Services["serviceBs"] };
}

function serviceOn(node: string, name: string, { prefix, port }: { prefix: string; port: number }): Service {
  return { name, container: prefix + name, url: `http://${node}:${port}` };
}

const numbered = (service: Service, index: number) => ({
  ...service,
  name: memberName(service.name, index + 1),
});
