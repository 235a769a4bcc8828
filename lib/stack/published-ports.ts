import { serviceHostIp } from "../../common/lab-layout.ts";
import type { LabConfig } from "../project/lab-config.ts";

/** A port of this machine, or of the engine's, that leads to a container. */
export interface PublishedPort {
  /** The setting that decides it. */
  key: "kafkaPort" | "serviceAPort" | "serviceBPort" | "httpsPortOffset";
  port: number;
  /** The address on which it is published. */
  hostIp: string;
}

/** Every port that the stack publishes, each with its address. */
export function publishedPorts({
  dockerHostIp,
  kafkaPorts,
  serviceAPort,
  serviceBPorts,
  httpsPortOffset,
}: Pick<
  LabConfig,
  "dockerHostIp" | "kafkaPorts" | "serviceAPort" | "serviceBPorts" | "httpsPortOffset"
>): PublishedPort[] {
  const httpsPorts =
    httpsPortOffset === 0 ? [] : [serviceAPort, ...serviceBPorts].map((port) => port + httpsPortOffset);
  return [
    ...kafkaPorts.map((port) => ({ key: "kafkaPort" as const, port, hostIp: dockerHostIp })),
    { key: "serviceAPort", port: serviceAPort, hostIp: serviceHostIp },
    ...serviceBPorts.map((port) => ({
      key: "serviceBPort" as const,
      port,
      hostIp: serviceHostIp,
    })),
    ...httpsPorts.map((port) => ({ key: "httpsPortOffset" as const, port, hostIp: serviceHostIp })),
  ];
}
