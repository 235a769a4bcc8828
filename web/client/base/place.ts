import type { Language } from "../../contract/language.ts";
import { addressOfPlace, type Place, readPlace } from "./address.ts";
import { chooseLanguage } from "./language.ts";
import { createStore } from "./store.ts";

export const place = createStore<Place>({ kind: "none" });

let hasMoved = false;

/** Whether a text was opened, and not only shown again in another language; true once each time. */
export function takeMove(): boolean {
  const moved = hasMoved;
  hasMoved = false;
  return moved;
}

/** Opens a text where the address names none, so that the browser's Back does not lead to nothing. */
export function beginAt(to: Place): void {
  history.replaceState(null, "", addressOfPlace(to));
  place.set(to);
}

/** Opens a text. */
export function goTo(to: Place, lang?: Language): void {
  if (lang) chooseLanguage(lang);
  hasMoved = true;
  history.pushState(null, "", addressOfPlace(to));
  place.set(to);
}

/** Follows the address, now and when the browser goes back. */
export function followAddress(): void {
  const read = () => {
    const { place: to, lang } = readPlace(location.search, location.hash);
    if (lang) chooseLanguage(lang);
    place.set(to);
  };
  addEventListener("popstate", () => {
    hasMoved = true;
    read();
  });
  read();
}
