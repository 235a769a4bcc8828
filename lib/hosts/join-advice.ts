import { brokerLabel } from "../../common/hosts-layout.ts";
import { imageReference } from "../../images/image-reference.ts";
import { hostsStack } from "./host-layout.ts";

/**
 * What to run on three machines of one's own, and here; nothing is run from here.
 * @param images those of the stack that its registry is to have, named as without a registry
 */
export function joinAdvice(images: readonly string[]) {
  return `Three machines of your own as a swarm. Docker runs on each, and they reach each
other on 2377/tcp (management), 7946/tcp and udp (membership), 4789/udp (the
networks of services).

On each, because a machine without power closes no connection, and Linux sends
into such a one for 15 minutes: an engine that was talking to a manager that is
gone would wait for so long.
  echo net.ipv4.tcp_retries2=5 > /etc/sysctl.d/80-swarm.conf && sysctl --system

On the first machine, with the address by which the others reach it:
  docker swarm init --advertise-addr ADDRESS
  docker swarm join-token manager
On the second and the third, what the last command printed, and
--advertise-addr with their own address:
  docker swarm join --token TOKEN --advertise-addr ADDRESS FIRST:2377
On any of them, one broker for each machine (docker node ls prints their names):
  docker node update --label-add ${brokerLabel}=1 FIRST
  docker node update --label-add ${brokerLabel}=2 SECOND
  docker node update --label-add ${brokerLabel}=3 THIRD

A registry from which all three pull, with a certificate that they trust and a
login; for a network that only they share, Debian's docker-registry. ./lab up
builds the services and pushes them there; what they are built on, and Kafka,
you push once:
  docker login REGISTRY
${[...new Set(images)].flatMap(pushed).join("\n")}

Then here, with Docker pointed to one of the managers (docker context, or
DOCKER_HOST), logged in to the registry as well, and with the addresses by which
clients reach the machines. Whoever reaches them reads and writes every message,
without a password:
  ./lab config set exposeOnNetwork true --stack ${hostsStack}
  ./lab config set nodeAddresses FIRST,SECOND,THIRD --stack ${hostsStack}
  ./lab config set registry REGISTRY --stack ${hostsStack}
  ./lab up --stack ${hostsStack}
The machines pull with this login. The Pulumi CLI gives it to them if the stack
says so:
  pulumi config set --path 'docker:registryAuth[0].address' REGISTRY \\
    --stack ${hostsStack}`;
}

/** An image that the lab builds is on this machine, and in no registry. */
function pushed(image: string): string[] {
  const there = imageReference("REGISTRY", image);
  const pull = image.startsWith("kafka-lab/") ? [] : [`  docker pull ${image}`];
  return [...pull, `  docker tag ${image} ${there}`, `  docker push ${there}`];
}
