import { serviceHostIp } from "../../common/lab-layout.ts";
import type { LabConfig } from "../project/lab-config.ts";

/** A port of this machine, or of the engine's, that leads to a container. */
export interface PublishedPort {
  /** The setting that decides it. */
  key: "kafkaPort" | "serviceAPort" | "serviceBPort";
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
