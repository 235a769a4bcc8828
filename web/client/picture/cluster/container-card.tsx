import type { ComponentChildren } from "preact";
import type { ContainerState } from "../../../contract/container.ts";
import { containerWords } from "../../base/container-words.ts";
import { useWords } from "../../base/language.ts";

/** A container, or a client, with how it is in words; the color only repeats them. */
export function ContainerCard(props: {
  container: ContainerState;
  /** What flies to it or from it names it so. */
  actor?: string;
  children?: ComponentChildren;
}) {
  const { container, actor = container.name, children } = props;
  const said = useWords(containerWords);
  const { name, state, health, node } = container;
  const isIll = health === "unhealthy" || health === "starting";
  return (
    <li class={`card card-${state}${isIll ? " card-ill" : ""}`} data-actor={actor}>
      <strong>{name}</strong>{" "}
      <span class="card-state">
        {said.states[state]}
        {isIll && health ? `, ${said.health[health]}` : ""}
        {node ? ` · ${node}` : ""}
      </span>
      {children}
    </li>
  );
}
