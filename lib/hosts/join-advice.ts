import { brokerLabel } from "../../common/hosts-layout.ts";

/** What to run on three machines of one's own; nothing is run from here. */
export function joinAdvice() {
  return `Three machines of your own as a swarm. Docker runs on each, and they reach each other on
2377/tcp (management), 7946/tcp and udp (membership), 4789/udp (the networks of services).

On the first machine, with the address by which the others reach it:
  docker swarm init --advertise-addr ADDRESS
  docker swarm join-token manager
On the second and the third, what the last command printed, and --advertise-addr with their own address:
  docker swarm join --token TOKEN --advertise-addr ADDRESS FIRST:2377
On any of them, one broker for each machine (docker node ls prints their names):
  docker node update --label-add ${brokerLabel}=1 FIRST
  docker node update --label-add ${brokerLabel}=2 SECOND
  docker node update --label-add ${brokerLabel}=3 THIRD

A registry from which all three pull, with a certificate that they trust and a login; for a network that only they
share, Debian's docker-registry. Log in on each machine: docker login REGISTRY`;
}
