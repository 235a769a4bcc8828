/** The words of the picture of Kafka. */
export const words = {
  en: {
    waiting: "Waiting for the server's first look ...",
    down: "Kafka is not up.",
    start: "Start the lab: ./lab up",
    coming: "Kafka is coming up.",
    topic: "Topic",
    internal: "internal topics too",
    noTopics: "There are no topics yet.",
  },
  fr: {
    waiting: "En attente du premier regard du serveur ...",
    down: "Kafka n'est pas démarré.",
    start: "Démarrer le labo\u00a0: ./lab up",
    coming: "Kafka démarre.",
    topic: "Topic",
    internal: "les topics internes aussi",
    noTopics: "Il n'y a pas encore de topic.",
  },
};
