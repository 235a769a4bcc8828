import { lstatSync } from "node:fs";
import { join, posix, win32 } from "node:path";
import type { Both } from "../../contract/language.ts";
import { Refusal } from "./refusal.ts";

/** Folders with what only the lab, git and npm write; upper and lower case are one on some systems. */
const closed = /^(\.git|\.lab|\.pulumi-state|node_modules)$/i;

/**
 * Throws a Refusal unless the page may show or change this file: a plain path inside the project, which the text names
 * exactly so, and which no symbolic link leads out of. `path` is as HTTP has decoded it, and is not decoded again.
 */
export function requireOwnFile(projectDir: string, path: string, named: Iterable<string>): void {
  refuseIf(path === "" || path.length > 300 || isControlled(path), notPlain(path));
  refuseIf(posix.isAbsolute(path) || win32.isAbsolute(path) || /^[a-z]:/i.test(path), absolute(path));
  refuseIf(/%[0-9a-f]{2}/i.test(path), encoded(path));
  const parts = path.split(/[/\\]/);
  refuseIf(parts.includes(".."), outside(path));
  const isClosed = parts.some((part) => closed.test(part.replace(/[. ]+$/, "")));
  refuseIf(isClosed, ofTheLab(path));
  refuseIf(![...named].includes(path), notNamed(path));
  refuseIf(path.includes("\\") || parts.includes("") || parts.includes("."), notPlain(path));
  for (const at of parts.keys()) {
    const part = parts.slice(0, at + 1).join("/");
    const found = lstatSync(join(projectDir, part), { throwIfNoEntry: false });
    refuseIf(found?.isSymbolicLink() === true, link(part));
    refuseIf(at === parts.length - 1 && found !== undefined && !found.isFile(), noFile(path));
  }
}

function refuseIf(isRefused: boolean, words: Both): void {
  if (isRefused) throw new Refusal(403, words);
}

function isControlled(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no file of a lesson has them
  return /[\x00-\x1f\x7f]/.test(path);
}

function notPlain(path: string): Both {
  const shown = JSON.stringify(path.slice(0, 300));
  return {
    en: `${shown} is not a plain path of a file from the project's folder, such as infra/kafka.ts.`,
    fr: `${shown} n'est pas un chemin de fichier simple depuis le dossier du projet, comme infra/kafka.ts.`,
  };
}

function absolute(path: string): Both {
  return {
    en: `${path} does not begin at the project's folder: give the path from there, such as infra/kafka.ts.`,
    fr: `${path} ne part pas du dossier du projet\u00a0: donnez le chemin depuis ce dossier, comme infra/kafka.ts.`,
  };
}

function encoded(path: string): Both {
  return {
    en: `${path} is encoded twice: give the path as it is on the disk.`,
    fr: `${path} est encodé deux fois\u00a0: donnez le chemin tel qu'il est sur le disque.`,
  };
}

function outside(path: string): Both {
  return {
    en: `${path} may lead out of the project's folder: the page opens no path with "..".`,
    fr: `${path} peut mener hors du dossier du projet\u00a0: la page n'ouvre aucun chemin avec «\u00a0..\u00a0».`,
  };
}

function ofTheLab(path: string): Both {
  return {
    en: `${path} is in a folder that only the lab, git or npm writes; the page does not open it.`,
    fr: `${path} est dans un dossier où n'écrivent que le labo, git ou npm\u00a0; la page ne l'ouvre pas.`,
  };
}

function notNamed(path: string): Both {
  return {
    en: `this text names no file ${path}; the page opens only the files of a text, spelled as it spells them.`,
    fr: `ce texte ne cite aucun fichier ${path}\u00a0; la page n'ouvre que les fichiers d'un texte, écrits comme il les écrit.`,
  };
}

function link(path: string): Both {
  return {
    en: `${path} is a symbolic link, and may lead out of the project; open the file in your own editor.`,
    fr: `${path} est un lien symbolique et peut mener hors du projet\u00a0; ouvrez le fichier dans votre éditeur.`,
  };
}

function noFile(path: string): Both {
  return { en: `${path} is not a file.`, fr: `${path} n'est pas un fichier.` };
}
