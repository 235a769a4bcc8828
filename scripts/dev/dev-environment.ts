/**
 * The environment of a service in its container, adapted to this machine: the published port, and the broker's
 * external listener. Variables from the image do not apply here.
 */
export function devEnvironment(
  {
    containerEnv,
    imageEnv,
    portBindings,
  }: { containerEnv: string[]; imageEnv: string[]; portBindings: Record<string, { HostPort: string }[]> },
  { dockerHostIp, kafkaPort }: { dockerHostIp: string; kafkaPort: number },
): Record<string, string> {
  // The certificate is in a volume, which this machine does not have: here the service speaks http alone.
  const settings = containerEnv.filter(
    (entry) => !imageEnv.includes(entry) && !/^(CERTIFICATES|HTTPS_PORT)=/.test(entry),
  );
  const env = Object.fromEntries(settings.map((entry) => entry.split(/=(.*)/s, 2)));
  const published = portBindings[`${env.PORT}/tcp`]?.[0]?.HostPort;
  return {
    ...env,
    ...(published ? { PORT: published } : {}),
    HOST: "127.0.0.1",
    KAFKA_BOOTSTRAP_SERVERS: `${dockerHostIp}:${kafkaPort}`,
  };
}
