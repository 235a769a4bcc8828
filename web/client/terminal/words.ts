/** The words of the terminals. */
export const words = {
  en: {
    terminals: "Terminals",
    main: "Terminal",
    second: "Second terminal",
    other: (number: number) => `Terminal ${number}`,
    open: "New terminal",
    close: (name: string) => `Close ${name}`,
    reader: "Screen reader mode",
    prompt: "waits for a command",
    running: "a command is running",
    unknown: "does not say when it waits for a command",
    noPty:
      "This machine can open no terminal for the page. Use one of your own, in the project's folder, and copy the commands.",
    none: "No terminal is open.",
    away: "Not connected. It goes on by itself when the server is back.",
    leave: "Ctrl+Shift+↑ leaves the terminal; Ctrl+Shift+C and V copy and paste.",
    restart: "Try again",
  },
  fr: {
    terminals: "Terminaux",
    main: "Terminal",
    second: "Second terminal",
    other: (number: number) => `Terminal ${number}`,
    open: "Nouveau terminal",
    close: (name: string) => `Fermer ${name}`,
    reader: "Mode lecteur d'écran",
    prompt: "attend une commande",
    running: "une commande est en cours",
    unknown: "ne dit pas quand il attend une commande",
    noPty:
      "Cette machine ne peut pas ouvrir de terminal pour la page. Utilisez le vôtre, dans le dossier du projet, et copiez les commandes.",
    none: "Aucun terminal n'est ouvert.",
    away: "Pas de connexion. Elle reprend d'elle-même quand le serveur est de retour.",
    leave: "Ctrl+Maj+↑ quitte le terminal\u00a0; Ctrl+Maj+C et V copient et collent.",
    restart: "Réessayer",
  },
};

/** Why a command is only copied, and not run. */
export const runReasons = {
  none: {
    en: "There is no terminal here; the command is copied.",
    fr: "Il n'y a pas de terminal ici\u00a0; la commande est copiée.",
  },
  running: {
    en: "Another command is running in this terminal; yours is copied. Wait for it, or stop it with Ctrl-C.",
    fr: "Une autre commande est en cours dans ce terminal\u00a0; la vôtre est copiée. Attendez-la, ou arrêtez-la avec Ctrl-C.",
  },
  unknown: {
    en: "This shell does not say when it waits for a command; yours is copied. Paste it there.",
    fr: "Ce shell ne dit pas quand il attend une commande\u00a0; la vôtre est copiée. Collez-la.",
  },
  lost: { en: "The connection was lost.", fr: "La connexion a été perdue." },
  ended: { en: "The shell has ended.", fr: "Le shell s'est terminé." },
  away: {
    en: "The terminal is not connected; the command is copied.",
    fr: "Le terminal n'est pas connecté\u00a0; la commande est copiée.",
  },
};
