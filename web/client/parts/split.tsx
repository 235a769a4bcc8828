import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { keep, readKept } from "../base/kept.ts";
import { LEAST, MOST, shareAfterKey, shareAt, within } from "./split-share.ts";

interface SplitProps {
  /** The browser keeps the border under this name. */
  readonly name: string;
  readonly label: string;
  readonly direction: "row" | "column";
  readonly first: number;
  /** Names the second pane, with the border, for those who hear the page. */
  readonly region?: string;
  readonly children: readonly [ComponentChildren, ComponentChildren];
}

/** Two panes with a border that the mouse and the arrow keys move; a double click puts it back. */
export function Split({ name, label, direction, first, region, children }: SplitProps) {
  const [share, setShare] = useState(() => within(Number(readKept(`split.${name}`) ?? first)) || first);
  const panes = useRef<HTMLDivElement>(null);
  const move = (next: number) => {
    setShare(next);
    keep(`split.${name}`, String(next));
  };
  const drag = (event: PointerEvent) => {
    const box = panes.current?.getBoundingClientRect();
    if (!box || !(event.currentTarget as Element).hasPointerCapture(event.pointerId)) return;
    const isRow = direction === "row";
    move(isRow ? shareAt(event.clientX, box.left, box.width) : shareAt(event.clientY, box.top, box.height));
  };
  const press = (event: KeyboardEvent) => {
    const next = shareAfterKey(event.key, share, event.shiftKey);
    if (next === undefined) return;
    event.preventDefault();
    move(next);
  };
  const Rest = region === undefined ? "div" : "aside";
  return (
    <div class={`split split-${direction}`} ref={panes} style={{ "--share": `${share}%` }}>
      <div class="split-first" id={`split-${name}`}>
        {children[0]}
      </div>
      <Rest class="split-rest" aria-label={region}>
        {/* A separator that can be moved is a widget: https://www.w3.org/TR/wai-aria-1.2/#separator */}
        {/* biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved */}
        <div
          class="split-border"
          role="separator"
          tabIndex={0}
          aria-label={label}
          aria-controls={`split-${name}`}
          aria-orientation={direction === "row" ? "vertical" : "horizontal"}
          aria-valuenow={Math.round(share)}
          aria-valuemin={LEAST}
          aria-valuemax={MOST}
          onKeyDown={press}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag}
          onDblClick={() => move(first)}
        />
        <div class="split-second">{children[1]}</div>
      </Rest>
    </div>
  );
}
