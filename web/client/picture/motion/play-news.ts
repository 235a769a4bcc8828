import type { News } from "./news.ts";

const FLIGHT_MS = 700;
const FLASH_MS = 1_200;
/** Under load nobody can follow more, and each dot is a layer of its own to draw. */
const MOST_FLYING = 16;

/** Shows news moving between the things of the picture, or only marks the cell where motion is not wanted. */
export function playNews(picture: HTMLElement, topic: string, news: readonly News[]): void {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const room = Math.max(0, MOST_FLYING - picture.querySelectorAll(".flying").length);
  // All places are looked at before anything is changed, or each would have the page laid out anew.
  const plays = news.slice(0, room).flatMap((each, at) => playOf(picture, topic, each, at, isCalm) ?? []);
  for (const play of plays) play();
}

/** What shows one of the news; undefined where its cell is not seen. */
function playOf(
  picture: HTMLElement,
  topic: string,
  news: News,
  at: number,
  isCalm: boolean,
): (() => void) | undefined {
  const cell = find(picture, "cell", `${topic}/${news.partition}/${news.offset}`);
  if (!cell || !isInWindow(cell)) return undefined;
  const other = actorOf(picture, news);
  if (isCalm || !other) return () => flash(cell, news.kind);
  const [from, to] = news.kind === "arrived" ? [other, cell] : [cell, other];
  const places = { from: placeIn(picture, from), to: placeIn(picture, to) };
  return () => fly(picture, places, news.kind, at, () => news.kind === "arrived" && flash(cell, news.kind));
}

function actorOf(picture: HTMLElement, news: News): HTMLElement | undefined {
  if (news.kind === "arrived") return find(picture, "actor", news.from ?? "other-producer");
  return news.to === undefined ? undefined : find(picture, "actor", news.to);
}

function find(picture: HTMLElement, name: string, value: string): HTMLElement | undefined {
  const found = picture.querySelector<HTMLElement>(`[data-${name}="${CSS.escape(value)}"]`);
  return found ?? undefined;
}

/** Rows a little outside the window of the logs are built as well. */
function isInWindow(cell: HTMLElement): boolean {
  const window = cell.closest("[data-log]")?.getBoundingClientRect();
  const { top, bottom } = cell.getBoundingClientRect();
  return window !== undefined && top >= window.top && bottom <= window.bottom;
}

function placeIn(picture: HTMLElement, element: HTMLElement): string {
  const origin = picture.getBoundingClientRect();
  const { left, top, width, height } = element.getBoundingClientRect();
  return `translate(${left - origin.left + width / 2}px, ${top - origin.top + height / 2}px)`;
}

/** A dot on the way; it is not part of what is read aloud. */
function fly(
  picture: HTMLElement,
  { from, to }: { readonly from: string; readonly to: string },
  kind: News["kind"],
  at: number,
  onLanded: () => void,
): void {
  const dot = document.createElement("span");
  dot.className = `flying flying-${kind}`;
  dot.setAttribute("aria-hidden", "true");
  picture.append(dot);
  const steps = [
    { transform: from, opacity: 0 },
    { transform: from, opacity: 1, offset: 0.1 },
    { transform: to, opacity: 1, offset: 0.9 },
    { transform: to, opacity: 0 },
  ];
  const timing = { duration: FLIGHT_MS, delay: at * 60, easing: "ease-in-out", fill: "both" } as const;
  const flight = dot.animate(steps, timing);
  const land = () => {
    dot.remove();
    onLanded();
  };
  flight.finished.then(land, () => dot.remove());
}

function flash(cell: HTMLElement, kind: News["kind"]): void {
  cell.classList.add(`flash-${kind}`);
  setTimeout(() => cell.classList.remove(`flash-${kind}`), FLASH_MS);
}
