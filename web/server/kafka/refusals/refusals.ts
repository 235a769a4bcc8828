import type { Both } from "../../../contract/language.ts";
import { Refusal } from "../../lesson/refusal.ts";

// What cannot be done with Kafka, in words for a learner.

export function kafkaIsAway(): Refusal {
  return new Refusal(503, {
    en: "No broker answers: ./lab doctor says why.",
    fr: "Aucun broker ne répond\u00a0: ./lab doctor dit pourquoi.",
  });
}

export function noTopic(topic: string): Refusal {
  return new Refusal(404, {
    en: `There is no topic ${topic}.`,
    fr: `Il n'y a pas de topic ${topic}.`,
  });
}

export function noPartition(topic: string, partition: number, count: number): Refusal {
  return new Refusal(404, {
    en: `${topic} has no partition ${partition}: it has ${count}, counted from 0.`,
    fr: `${topic} n'a pas de partition ${partition}\u00a0: il en a ${count}, comptées à partir de 0.`,
  });
}

export function silentPartition(topic: string, partitions: readonly number[]): Refusal {
  return new Refusal(503, silentWords(topic, partitions));
}

export function silentWords(topic: string, partitions: readonly number[]): Both {
  const names = partitions.map((partition) => `${topic}-${partition}`).join(", ");
  return {
    en: `No leader answers for ${names}: its broker is stopped, frozen or out of reach.`,
    fr: `Aucun leader ne répond pour ${names}\u00a0: son broker est arrêté, gelé ou hors d'atteinte.`,
  };
}

export function unreadable(partition: string, errorCode: number): Refusal {
  return new Refusal(503, {
    en: `Kafka does not let ${partition} be read now (its error ${errorCode}); try again.`,
    fr: `Kafka ne laisse pas lire ${partition} en ce moment (son erreur ${errorCode})\u00a0; réessayez.`,
  });
}

export function groupIsActive(group: string): Refusal {
  return new Refusal(409, activeWords(group, undefined));
}

/** @param members how many, if that is known */
export function activeWords(group: string, members: number | undefined): Both {
  const [en, fr] =
    members === undefined ? ["members", "des membres"] : [`${members} member(s)`, `${members} membre(s)`];
  return {
    en: `${group} still has ${en}, which would go on where they are: stop them first, for example service-b.`,
    fr: `${group} a encore ${fr}, qui continueraient là où ils sont\u00a0: arrêtez-les d'abord, par exemple service-b.`,
  };
}

export function noGroupWords(group: string): Both {
  return {
    en: `There is no group ${group}: nobody has committed a position under that name.`,
    fr: `Il n'y a pas de groupe ${group}\u00a0: personne n'a enregistré de position sous ce nom.`,
  };
}

export function moveIsStale(): Refusal {
  return new Refusal(409, {
    en: "The group has moved since this was shown, or it was shown too long ago; look again.",
    fr: "Le groupe a bougé depuis cet affichage, ou l'affichage est trop ancien\u00a0; regardez à nouveau.",
  });
}

export function notMoved(errorCode: number): Refusal {
  return new Refusal(503, {
    en: `Kafka did not keep the new positions (its error ${errorCode}); look where the group is now.`,
    fr: `Kafka n'a pas gardé les nouvelles positions (son erreur ${errorCode})\u00a0; regardez où est le groupe.`,
  });
}

export function wrongPlace(): Refusal {
  return new Refusal(400, {
    en: "This search cannot be gone on with: begin it again.",
    fr: "Cette recherche ne peut pas continuer\u00a0: recommencez-la.",
  });
}
