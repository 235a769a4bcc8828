/** What `./lab open` prints. */
export const words = {
  en: {
    address: (url: string) => `The lab's page: ${url}`,
    once: "This address lets one browser in, once, within two minutes; ./lab open prints another one.",
    ending: "Ctrl-C ends the page and its terminals.",
    running: (port: number) => `The page is served already, on port ${port}.`,
    otherPort: (wanted: number, port: number) =>
      `Port ${wanted} is taken; it is port ${port} this time (--port chooses another one).`,
  },
  fr: {
    address: (url: string) => `La page du labo\u00a0: ${url}`,
    once: "Cette adresse ouvre la page à un seul navigateur, une fois, pendant deux minutes\u00a0; ./lab open en donne une autre.",
    ending: "Ctrl-C ferme la page et ses terminaux.",
    running: (port: number) => `La page est déjà servie, sur le port ${port}.`,
    otherPort: (wanted: number, port: number) =>
      `Le port ${wanted} est pris\u00a0; ce sera le ${port} cette fois (--port en choisit un autre).`,
  },
};
