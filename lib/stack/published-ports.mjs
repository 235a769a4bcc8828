/** The services are published on the loopback address, whatever Kafka's own is: infra/service.ts. */
export const serviceHostIp = "127.0.0.1";

/**
 * @typedef {object} PublishedPort
 * @property {"kafkaPort" | "serviceAPort" | "serviceBPort"} key of the configuration
 * @property {number} port
 * @property {string} hostIp the address on which it is published
 */

/**
 * Every port that the stack publishes, each with its address.
 *
 * @param {Pick<import("../project/lab-config.mjs").LabConfig, "dockerHostIp" | "kafkaPorts" | "serviceAPort" | "serviceBPorts">} config
 * @returns {PublishedPort[]}
 */
export function publishedPorts({ dockerHostIp, kafkaPorts, serviceAPort, serviceBPorts }) {
  return [
    ...kafkaPorts.map((port) => ({ key: /** @type {const} */ ("kafkaPort"), port, hostIp: dockerHostIp })),
    { key: "serviceAPort", port: serviceAPort, hostIp: serviceHostIp },
    ...serviceBPorts.map((port) => ({
      key: /** @type {const} */ ("serviceBPort"),
      port,
      hostIp: serviceHostIp,
    })),
  ];
}
