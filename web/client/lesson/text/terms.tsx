import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { placeNear } from "../../parts/place-near.ts";

interface Shown {
  readonly text: string;
  readonly left: number;
  readonly top: number;
}

const HIDE_AFTER_MS = 200;

/** Shows a term's definition while the pointer or the focus is on it; Escape hides it. */
export function Terms({ within }: { within: RefObject<HTMLElement | null> }) {
  const [shown, setShown] = useState<Shown | undefined>();
  const hiding = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const body = within.current;
    if (!body) return undefined;
    const show = (event: Event) => {
      const term = (event.target as Element).closest<HTMLElement>("[data-definition]");
      if (!term) return;
      clearTimeout(hiding.current);
      term.setAttribute("aria-describedby", "definition");
      setShown({ text: term.dataset.definition ?? "", ...placeNear(term.getBoundingClientRect()) });
    };
    const hide = () => {
      clearTimeout(hiding.current);
      setShown(undefined);
    };
    // So that the pointer can go to the definition.
    const hideSoon = () => {
      clearTimeout(hiding.current);
      hiding.current = setTimeout(hide, HIDE_AFTER_MS);
    };
    const press = (event: KeyboardEvent) => event.key === "Escape" && hide();
    const abort = new AbortController();
    const { signal } = abort;
    for (const name of ["pointerover", "focusin"]) body.addEventListener(name, show, { signal });
    for (const name of ["pointerout", "focusout"]) body.addEventListener(name, hideSoon, { signal });
    document.addEventListener("keydown", press, { signal });
    document.addEventListener("scroll", hide, { signal, capture: true });
    return () => {
      clearTimeout(hiding.current);
      abort.abort();
    };
  }, [within]);
  return (
    <div
      id="definition"
      role="tooltip"
      class="floating floating-reached"
      onPointerEnter={() => clearTimeout(hiding.current)}
      onPointerLeave={() => setShown(undefined)}
      hidden={!shown}
      style={shown && { left: `${shown.left}px`, top: `${shown.top}px` }}
    >
      {shown?.text}
    </div>
  );
}
