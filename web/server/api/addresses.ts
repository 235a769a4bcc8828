import { memberName, serviceHostIp } from "../../../common/lab-layout.ts";
import { readLabConfig } from "../../../lib/project/lab-config.ts";
import { shownStackOrNone } from "../stack/shown-stack.ts";

/** Where an instance of a service is published on this machine. */
export interface ServiceAddress {
  /** Such as `service-b-2`, without the lab's own prefix. */
  readonly name: string;
  readonly kind: "service-a" | "service-b";
  readonly host: string;
  readonly port: number;
}

/** The services of the stack as its settings have them now, whether or not they run; none without a stack. */
export function serviceAddresses(projectDir: string): ServiceAddress[] {
  const stack = shownStackOrNone(projectDir);
  if (stack === undefined) return [];
  const { serviceAPort, serviceBPorts } = readLabConfig(stack, projectDir);
  const addressesOf = (kind: ServiceAddress["kind"], ports: readonly number[]) =>
    ports.map((port, index) => ({ name: memberName(kind, index + 1), kind, host: serviceHostIp, port }));
  return [...addressesOf("service-a", [serviceAPort]), ...addressesOf("service-b", serviceBPorts)];
}

/** The address as a person writes it. */
export function urlOf({ host, port }: ServiceAddress): string {
  return `http://${host}:${port}`;
}
