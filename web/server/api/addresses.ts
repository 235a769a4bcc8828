import { memberName } from "../../../common/lab-layout.ts";
import { readLabConfig } from "../../../lib/project/lab-config.ts";
import { answeringHostOf, serviceHosts } from "../../../lib/reach/service-hosts.ts";
import { shownStackOrNone } from "../stack/shown-stack.ts";

/** Where an instance of a service is published: on this machine, or in a swarm on a node that runs one. */
export interface ServiceAddress {
  /** Such as `service-b-2`, without the lab's own prefix. */
  readonly name: string;
  readonly kind: "service-a" | "service-b";
  readonly host: string;
  readonly port: number;
}

/** The services of the stack as its settings have them now, whether or not they run; none without a stack. */
export async function serviceAddresses(projectDir: string): Promise<ServiceAddress[]> {
  const stack = shownStackOrNone(projectDir);
  if (stack === undefined) return [];
  const config = readLabConfig(stack, projectDir);
  const addressesOf = (kind: ServiceAddress["kind"], ports: readonly number[]) =>
    ports.map(async (port, index) => {
      const host = await answeringHostOf(serviceHosts(config), port);
      return { name: memberName(kind, index + 1), kind, host, port };
    });
  return Promise.all([
    ...addressesOf("service-a", [config.serviceAPort]),
    ...addressesOf("service-b", config.serviceBPorts),
  ]);
}

/** The address as a person writes it. */
export function urlOf({ host, port }: ServiceAddress): string {
  return `http://${host}:${port}`;
}
