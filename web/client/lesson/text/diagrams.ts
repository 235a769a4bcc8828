import { diagramColors } from "./diagram-colors.ts";

interface Mermaid {
  initialize(settings: object): void;
  render(id: string, source: string): Promise<{ readonly svg: string }>;
}

declare global {
  interface Window {
    mermaid?: Mermaid;
  }
}

const SCRIPT = "/client/mermaid.tiny.js";

let loading: Promise<Mermaid> | undefined;
let lastId = 0;
/** It keeps settings in one place, so two diagrams at once would share them. */
let turn: Promise<unknown> = Promise.resolve();

/** Draws the diagrams of a text, and again when the system's colors change. Returns what ends that. */
export function drawDiagrams(body: HTMLElement): () => void {
  const sources = [...body.querySelectorAll<HTMLElement>("pre[data-mermaid]")];
  if (sources.length === 0) return () => undefined;
  const diagrams = sources.map((pre) => ({ source: pre.textContent ?? "", host: frameFor(pre) }));
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let isOver = false;
  const drawAll = () => {
    for (const { source, host } of diagrams)
      turn = turn.then(() => (isOver ? undefined : draw(source, host, dark.matches))).catch(() => undefined);
  };
  dark.addEventListener("change", drawAll);
  drawAll();
  return () => {
    isOver = true;
    dark.removeEventListener("change", drawAll);
  };
}

/** The source stays until there is a picture, and if there can be none. */
function frameFor(pre: HTMLElement): HTMLElement {
  const frame = document.createElement("div");
  frame.className = "diagram";
  for (const name of ["role", "aria-label"]) {
    const value = pre.getAttribute(name);
    if (value !== null) frame.setAttribute(name, value);
  }
  pre.replaceWith(frame);
  frame.append(pre);
  return frame;
}

async function draw(source: string, host: HTMLElement, isDark: boolean): Promise<void> {
  loading ??= loadMermaid();
  const mermaid = await loading;
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    theme: "base",
    themeVariables: diagramColors(isDark),
    // Narrower labels are broken in bad places.
    flowchart: { wrappingWidth: 400 },
  });
  lastId += 1;
  const { svg } = await mermaid.render(`diagram-${lastId}`, source);
  host.replaceChildren(svgNode(svg));
}

/**
 * Parsed styles have no nonce, so each is made anew; taken out of the text they would keep `&gt;` escaped, and die. In a
 * template they are in no document, so the policy has nothing to refuse, and the console stays empty.
 */
function svgNode(svg: string): Node {
  const wrapped = new DOMParser().parseFromString(`<template>${svg}</template>`, "text/html");
  const parsed = wrapped.querySelector("template")?.content.firstElementChild;
  if (!parsed) throw new Error("the diagram is empty");
  const node = document.importNode(parsed, true);
  for (const old of node.querySelectorAll("style")) {
    const style = document.createElement("style");
    style.textContent = old.textContent;
    old.replaceWith(style);
  }
  return node;
}

/** A classic script, because as a module it would define nothing. */
function loadMermaid(): Promise<Mermaid> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.onload = () => (window.mermaid ? resolve(window.mermaid) : reject(new Error("no mermaid")));
    script.onerror = () => {
      loading = undefined;
      script.remove();
      reject(new Error(`${SCRIPT} cannot be loaded`));
    };
    document.head.append(script);
  });
}
