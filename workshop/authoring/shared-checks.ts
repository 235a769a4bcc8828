import type { Check } from "./lesson.ts";

const yes = { en: "yes", fr: "oui" };

/** A client on this machine reaches the leader of a partition. */
export const reachableFromOutside: Check = {
  id: "outside",
  row: {
    en: "a client on this machine reaches the broker",
    fr: "un client de cette machine atteint le broker",
  },
  command: "./lab trace --from host --to external",
  async observe(lab) {
    const offsets = await lab.kafka.topicOffsets("message-topic");
    return { passed: offsets.length > 0, expected: yes, observed: yes };
  },
};

/** Both services do their work. */
export const servicesReady: Check = {
  id: "services-are-ready",
  row: { en: "service-a and service-b are ready", fr: "service-a et service-b sont prêts" },
  command: "curl http://localhost:5102/readyz",
  async observe(lab) {
    const services = ["service-a", "service-b"];
    const ready = await Promise.all(services.map((service) => lab.http.readyz(service)));
    const away = services.filter((_, index) => !ready[index]).join(", ");
    const bothReady = { en: "both are ready", fr: "les deux sont prêts" };
    return {
      passed: away === "",
      expected: bothReady,
      observed: away === "" ? bothReady : { en: `not ready: ${away}`, fr: `pas prêt\u00a0: ${away}` },
    };
  },
};
