import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { placeNear } from "../../parts/place-near.ts";

interface Shown {
  readonly text: string;
  readonly left: number;
  readonly top: number;
}

/** Shows a term's definition while the pointer or the focus is on it; Escape hides it. */
export function Terms({ within }: { within: RefObject<HTMLElement | null> }) {
  const [shown, setShown] = useState<Shown | undefined>();
  useEffect(() => {
    const body = within.current;
    if (!body) return undefined;
    const show = (event: Event) => {
      const term = (event.target as Element).closest<HTMLElement>("[data-definition]");
      if (!term) return;
      term.setAttribute("aria-describedby", "definition");
      setShown({ text: term.dataset.definition ?? "", ...placeNear(term.getBoundingClientRect()) });
    };
    const hide = () => setShown(undefined);
    const press = (event: KeyboardEvent) => event.key === "Escape" && hide();
    const abort = new AbortController();
    const { signal } = abort;
    for (const name of ["pointerover", "focusin"]) body.addEventListener(name, show, { signal });
    for (const name of ["pointerout", "focusout"]) body.addEventListener(name, hide, { signal });
    document.addEventListener("keydown", press, { signal });
    document.addEventListener("scroll", hide, { signal, capture: true });
    return () => abort.abort();
  }, [within]);
  return (
    <div
      id="definition"
      role="tooltip"
      class="floating"
      hidden={!shown}
      style={shown && { left: `${shown.left}px`, top: `${shown.top}px` }}
    >
      {shown?.text}
    </div>
  );
}
