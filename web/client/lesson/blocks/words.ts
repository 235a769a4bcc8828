import type { Both } from "../../../contract/language.ts";

/** What the blocks of a lesson say. */
export const words = {
  en: {
    run: "Run",
    stop: "Stop repeating",
    interrupt: "Send Ctrl-C",
    done: "done",
    kinds: {
      succeed: "Run this",
      fail: "Run this: it must fail",
      "repeat-until": "Run this, and repeat it until it shows what is below",
      "repeat-until-fails": "Run this, and repeat it until it fails as shown below",
    },
    second: "In a second terminal: it goes on while you work in the first",
    interrupts: "In the second terminal, press Ctrl-C",
    powershell: "For PowerShell: copy it",
    write: (path: string) => `Write this file: ${path}`,
    edit: (path: string) => `Edit this file: ${path}`,
    preview: "Show what changes",
    doWrite: "Write it",
    doEdit: "Edit it",
    isThere: "The file is like this already.",
    difference: (path: string) => `What changes in ${path}`,
    saved: "Done.",
    working: "Running ...",
    repeating: (count: number) => `Repeating: run ${count} ...`,
    listening: "Running in the second terminal ...",
  },
  fr: {
    run: "Exécuter",
    stop: "Ne plus répéter",
    interrupt: "Envoyer Ctrl-C",
    done: "fait",
    kinds: {
      succeed: "Exécutez ceci",
      fail: "Exécutez ceci\u00a0: la commande doit échouer",
      "repeat-until": "Exécutez ceci, et répétez jusqu'à voir ce qui est plus bas",
      "repeat-until-fails": "Exécutez ceci, et répétez jusqu'à l'échec montré plus bas",
    },
    second: "Dans un second terminal\u00a0: elle continue pendant que vous travaillez dans le premier",
    interrupts: "Dans le second terminal, faites Ctrl-C",
    powershell: "Pour PowerShell\u00a0: à copier",
    write: (path: string) => `Écrivez ce fichier\u00a0: ${path}`,
    edit: (path: string) => `Modifiez ce fichier\u00a0: ${path}`,
    preview: "Montrer ce qui change",
    doWrite: "L'écrire",
    doEdit: "Le modifier",
    isThere: "Le fichier est déjà ainsi.",
    difference: (path: string) => `Ce qui change dans ${path}`,
    saved: "C'est fait.",
    working: "En cours ...",
    repeating: (count: number) => `Répétition\u00a0: essai ${count} ...`,
    listening: "En cours dans le second terminal ...",
  },
};

/** What a run was not, by the server's verdict. */
export const faults = {
  status: (exitStatus: number | undefined, mustFail: boolean): Both =>
    mustFail
      ? {
          en: "The command succeeded, and here it has to fail.",
          fr: "La commande a réussi, alors qu'ici elle doit échouer.",
        }
      : {
          en: `The command failed (exit status ${exitStatus}). See what it says.`,
          fr: `La commande a échoué (code de retour ${exitStatus}). Voyez ce qu'elle dit.`,
        },
  output: {
    en: "It printed something other than what the lesson shows. Compare both.",
    fr: "Elle a affiché autre chose que ce que montre la leçon. Comparez.",
  },
  "too-long": {
    en: "It printed too much to be compared.",
    fr: "Elle a trop affiché pour que ce soit comparé.",
  },
  unasked: {
    en: "It ran; the lesson says nothing about what it prints.",
    fr: "Elle a été exécutée\u00a0; la leçon ne dit rien de ce qu'elle affiche.",
  },
} as const;
