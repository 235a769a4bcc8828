/**
 * The environment that a service has in its container, turned to this machine's side of the wall: the port that is
 * published, and the broker's external listener. What comes from the image is not for this machine.
 */
export function devEnvironment(
  {
    containerEnv,
    imageEnv,
    portBindings,
  }: { containerEnv: string[]; imageEnv: string[]; portBindings: Record<string, { HostPort: string }[]> },
  { dockerHostIp, kafkaPort }: { dockerHostIp: string; kafkaPort: number },
): Record<string, string> {
  const settings = containerEnv.filter((entry) => !imageEnv.includes(entry));
  const env = Object.fromEntries(settings.map((entry) => entry.split(/=(.*)/s, 2)));
  const published = portBindings[`${env.PORT}/tcp`]?.[0]?.HostPort;
  return {
    ...env,
    ...(published ? { PORT: published } : {}),
    HOST: "127.0.0.1",
    KAFKA_BOOTSTRAP_SERVERS: `${dockerHostIp}:${kafkaPort}`,
  };
}
