import { serviceHostIp } from "../../common/lab-layout.ts";
import { acceptsConnection } from "./unreached.ts";

/** Where a service may answer: on this machine, or in a swarm on any of its nodes. */
export const serviceHosts = ({ nodes }: { readonly nodes: readonly string[] }) =>
  nodes.length > 0 ? nodes : [serviceHostIp];

/**
 * The first of these hosts that takes a connection, which in a swarm only a node with a task does; where none does, the
 * first one, whose refusal is then seen. `last`: the one that was found before, and is asked first.
 */
export async function answeringHostOf(
  hosts: readonly string[],
  port: number,
  {
    last,
    accepts = acceptsConnection,
  }: { last?: string | undefined; accepts?: typeof acceptsConnection } = {},
): Promise<string> {
  const [first = serviceHostIp] = hosts;
  if (hosts.length < 2) return first;
  const inOrder = hosts.toSorted((a, b) => Number(b === last) - Number(a === last));
  for (const host of inOrder) if (await accepts(host, port)) return host;
  return first;
}
