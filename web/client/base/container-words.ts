/** How a container is, in words. */
export const containerWords = {
  en: {
    states: {
      running: "running",
      paused: "paused",
      exited: "stopped",
      created: "not started",
      restarting: "restarting",
      missing: "not there",
    },
    health: { healthy: "healthy", starting: "starting", unhealthy: "unhealthy" },
  },
  fr: {
    states: {
      running: "en marche",
      paused: "en pause",
      exited: "arrêté",
      created: "pas démarré",
      restarting: "redémarre",
      missing: "absent",
    },
    health: { healthy: "en bonne santé", starting: "démarre", unhealthy: "en mauvaise santé" },
  },
};
