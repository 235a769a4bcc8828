import type { ComponentChildren } from "preact";
import { createPortal } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Block } from "../../../contract/lesson.ts";
import { drawDiagrams } from "./diagrams.ts";
import { type FollowedLink, followLinks } from "./links.ts";
import { nodesOf } from "./parse-html.ts";
import { Terms } from "./terms.tsx";

/** Where a block's words and buttons go: above its text, and below it. */
export interface BlockPlace {
  readonly index: number;
  readonly head: Element;
  readonly foot: Element;
}

interface TextBodyProps {
  readonly html: string;
  readonly blocks: readonly Block[];
  readonly renderBlock: (place: BlockPlace, block: Block) => ComponentChildren;
  readonly renderOutput: () => ComponentChildren;
  readonly renderPrediction: (id: string) => ComponentChildren;
  readonly onFollow: (link: FollowedLink) => void;
}

interface Places {
  readonly blocks: readonly BlockPlace[];
  readonly outputs: readonly Element[];
  readonly predictions: readonly HTMLElement[];
}

const nowhere: Places = { blocks: [], outputs: [], predictions: [] };

/** A text of the server's, with what makes its blocks, questions, diagrams, terms and links act. */
export function TextBody(props: TextBodyProps) {
  const { html, blocks, renderBlock, renderOutput, renderPrediction, onFollow } = props;
  const body = useRef<HTMLDivElement>(null);
  const [places, setPlaces] = useState(nowhere);
  useLayoutEffect(() => {
    if (!body.current) return;
    body.current.replaceChildren(...nodesOf(html));
    setPlaces(placesIn(body.current));
  }, [html]);
  useEffect(() => (body.current ? drawDiagrams(body.current) : undefined), [html]);
  useEffect(() => (body.current ? followLinks(body.current, onFollow) : undefined), [onFollow]);
  return (
    <>
      <div class="text" ref={body} />
      <Terms within={body} />
      {places.blocks.map((place) => {
        const block = blocks[place.index];
        return block && createPortal(renderBlock(place, block), place.head);
      })}
      {places.outputs.map((host) => createPortal(renderOutput(), host))}
      {places.predictions.map((host) => createPortal(renderPrediction(host.dataset.prediction ?? ""), host))}
    </>
  );
}

function placesIn(body: HTMLElement): Places {
  const blocks = [...body.querySelectorAll<HTMLElement>("[data-block]")].map((element) => {
    const [head, foot] = [document.createElement("div"), document.createElement("div")];
    element.prepend(head);
    element.append(foot);
    for (const pre of element.querySelectorAll("pre")) makeReachable(pre);
    return { index: Number(element.dataset.block), head, foot };
  });
  const outputs = [...body.querySelectorAll<HTMLElement>("[data-output]")].map((element) => {
    const head = document.createElement("div");
    element.prepend(head);
    for (const pre of element.querySelectorAll("pre")) makeReachable(pre);
    return head;
  });
  return { blocks, outputs, predictions: [...body.querySelectorAll<HTMLElement>("[data-prediction]")] };
}

/** Long lines scroll, and the keyboard must reach them. */
function makeReachable(pre: HTMLElement): void {
  pre.tabIndex = 0;
}
