import type { Both } from "../../contract/language.ts";

/** Why a command was not run, in words for a learner. */
export const refusals = {
  empty: { en: "There is no command.", fr: "Il n'y a pas de commande." },
  long: { en: "The command is longer than 64 KiB.", fr: "La commande dépasse 64 Kio." },
  control: {
    en: "The command has control characters.",
    fr: "La commande contient des caractères de contrôle.",
  },
  unknown: {
    en: "This shell does not say when it waits for a command. Copy the command, and paste it there.",
    fr: "Ce shell ne dit pas quand il attend une commande. Copiez la commande, et collez-la.",
  },
  busy: {
    en: "Another command is running in this terminal. Wait for it, or open a new one.",
    fr: "Une autre commande est en cours dans ce terminal. Attendez-la, ou ouvrez-en un nouveau.",
  },
  incomplete: {
    en: "The command is not complete: the shell waits for the rest.",
    fr: "La commande n'est pas complète\u00a0: le shell attend la suite.",
  },
  noCommand: {
    en: "The shell has started no command. See what it says.",
    fr: "Le shell n'a lancé aucune commande. Voyez ce qu'il dit.",
  },
  late: { en: "The shell did not start it.", fr: "Le shell ne l'a pas lancée." },
  ended: { en: "The shell has ended.", fr: "Le shell s'est terminé." },
} satisfies Record<string, Both>;
