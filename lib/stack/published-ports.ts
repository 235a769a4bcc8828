import type { LabConfig } from "../project/lab-config.ts";

/** The services are published on the loopback address, whatever Kafka's own is: infra/service.ts. */
export const serviceHostIp = "127.0.0.1";

export interface PublishedPort {
  /** of the configuration */
  key: "kafkaPort" | "serviceAPort" | "serviceBPort";
  port: number;
  /** the address on which it is published */
  hostIp: string;
}

/** Every port that the stack publishes, each with its address. */
export function publishedPorts({
  dockerHostIp,
  kafkaPorts,
  serviceAPort,
  serviceBPorts,
}: Pick<LabConfig, "dockerHostIp" | "kafkaPorts" | "serviceAPort" | "serviceBPorts">): PublishedPort[] {
  return [
    ...kafkaPorts.map((port) => ({ key: "kafkaPort" as const, port, hostIp: dockerHostIp })),
    { key: "serviceAPort", port: serviceAPort, hostIp: serviceHostIp },
    ...serviceBPorts.map((port) => ({
      key: "serviceBPort" as const,
      port,
      hostIp: serviceHostIp,
    })),
  ];
}
