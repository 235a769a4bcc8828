import type { ComponentChildren, Ref } from "preact";

interface ScrollTextProps {
  readonly label: string;
  readonly class: string;
  readonly box?: Ref<HTMLElement>;
  readonly children: ComponentChildren;
}

/** A text that scrolls: a place of its own, which the keyboard can reach. */
export function ScrollText({ label, class: name, box, children }: ScrollTextProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the arrow keys could not scroll
    <section class={name} aria-label={label} tabIndex={0} ref={box ?? null}>
      <pre>{children}</pre>
    </section>
  );
}
