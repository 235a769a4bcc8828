import type { News } from "./news.ts";

const FLIGHT_MS = 700;
const FLASH_MS = 1_200;

/** Shows news moving between the things of the picture, or only marks the cell where motion is not wanted. */
export function playNews(picture: HTMLElement, topic: string, news: readonly News[]): void {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const [at, each] of news.entries()) {
    const cell = find(picture, "cell", `${topic}/${each.partition}/${each.offset}`);
    if (!cell || !isInWindow(cell)) continue;
    const other = actorOf(picture, each);
    if (isCalm || !other) flash(cell, each.kind);
    else if (each.kind === "arrived") fly(picture, other, cell, each.kind, at);
    else fly(picture, cell, other, each.kind, at);
  }
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

/** A dot on the way; it is not part of what is read aloud. */
function fly(picture: HTMLElement, from: HTMLElement, to: HTMLElement, kind: News["kind"], at: number): void {
  const origin = picture.getBoundingClientRect();
  const place = (element: HTMLElement) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return `translate(${left - origin.left + width / 2}px, ${top - origin.top + height / 2}px)`;
  };
  const dot = document.createElement("span");
  dot.className = `flying flying-${kind}`;
  dot.setAttribute("aria-hidden", "true");
  picture.append(dot);
  const steps = [
    { transform: place(from), opacity: 0 },
    { transform: place(from), opacity: 1, offset: 0.1 },
    { transform: place(to), opacity: 1, offset: 0.9 },
    { transform: place(to), opacity: 0 },
  ];
  const flight = dot.animate(steps, {
    duration: FLIGHT_MS,
    delay: at * 60,
    easing: "ease-in-out",
    fill: "both",
  });
  const land = () => {
    dot.remove();
    if (kind === "arrived") flash(to, kind);
  };
  flight.finished.then(land, () => dot.remove());
}

function flash(cell: HTMLElement, kind: News["kind"]): void {
  cell.classList.add(`flash-${kind}`);
  setTimeout(() => cell.classList.remove(`flash-${kind}`), FLASH_MS);
}
