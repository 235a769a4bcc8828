import type { ContainerInspectInfo } from "dockerode";
import { stringify } from "yaml";

/** Fields that @types/dockerode leaves out or makes optional; times in nanoseconds, `StopTimeout` in seconds. */
type Times = {
  Healthcheck: { Test: string[]; Interval: number; Timeout: number; StartPeriod: number; Retries: number };
  StopTimeout: number;
};

/** @types/dockerode leaves out or makes optional; times in nanoseconds, `StopTimeout` in seconds.  * */

/**
 * The stack as a compose file of version 2.4, from what `docker inspect` reports about its containers: the same images,
 * environment, health checks, limits and ports. `prefix` keeps the names apart; `chained` adds the usual
 * `depends_on: service_healthy` from ZooKeeper to Kafka to the services.
 */
export function composeFile(
  containers: ContainerInspectInfo[],
  { prefix, chained }: { prefix: string; chained: boolean },
) {
  const names = containers.map((container) => container.Name.slice(1));
  const services = Object.fromEntries(
    containers.map((container) => {
      const name = serviceName(container.Name.slice(1), names);
      return [
        name,
        service(container, {
          prefix,
          name,
          after: chained
            ? before(
                name,
                names.map((it) => serviceName(it, names)),
              )
            : [],
        }),
      ];
    }),
  );
  const volumes = Object.fromEntries(
    containers.flatMap(({ HostConfig }) =>
      (HostConfig.Binds ?? []).map((bind) => [volumeName(bind, prefix), {}]),
    ),
  );
  return stringify({ version: "2.4", services, volumes });
}

/** The services that a compose file of this kind usually waits for. */
function before(name: string, all: string[]) {
  if (name.startsWith("zookeeper")) return [];
  return all.filter((other) => other.startsWith(name.startsWith("kafka") ? "zookeeper" : "kafka"));
}

function service(
  { Config, HostConfig, Image }: ContainerInspectInfo,
  { prefix, name, after }: { prefix: string; name: string; after: string[] },
) {
  const { Healthcheck: health, StopTimeout: stopSeconds } = Config as unknown as Times;
  return {
    image: Image,
    container_name: `${prefix}-${name}`,
    // Compose would read a single dollar sign as a variable.
    environment: (Config.Env ?? []).map((entry) => entry.replaceAll("$", "$$$$")),
    hostname: Config.Hostname,
    user: Config.User,
    init: true,
    read_only: HostConfig.ReadonlyRootfs,
    tmpfs: Object.entries(HostConfig.Tmpfs ?? {}).map(([path, options]) => `${path}:${options}`),
    cap_drop: HostConfig.CapDrop,
    security_opt: HostConfig.SecurityOpt,
    mem_limit: HostConfig.Memory,
    memswap_limit: HostConfig.MemorySwap,
    stop_grace_period: `${stopSeconds}s`,
    ports: Object.entries(HostConfig.PortBindings ?? {}).flatMap(([internal, bindings]) =>
      (bindings as { HostIp: string; HostPort: string }[]).map(
        ({ HostIp, HostPort }) => `${HostIp}:${HostPort}:${internal}`,
      ),
    ),
    volumes: (HostConfig.Binds ?? []).map((bind) => `${volumeName(bind, prefix)}:${bind.split(":")[1]}`),
    healthcheck: {
      test: health.Test.map((word) => word.replaceAll("$", "$$$$")),
      interval: `${health.Interval / 1e6}ms`,
      timeout: `${health.Timeout / 1e6}ms`,
      start_period: `${health.StartPeriod / 1e6}ms`,
      retries: health.Retries,
    },
    depends_on: Object.fromEntries(after.map((other) => [other, { condition: "service_healthy" }])),
  };
}

/** The service of container `bench-kafka` is `kafka`. */
function serviceName(container: string, names: string[]) {
  const shortest = names.reduce((one, other) => (other.length < one.length ? other : one));
  const prefix = shortest.endsWith("kafka") ? shortest.slice(0, -"kafka".length) : "";
  return container.slice(prefix.length);
}

function volumeName(bind: string, prefix: string) {
  return `${prefix}-${bind.split(":")[0]}`;
}
