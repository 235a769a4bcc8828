/**
 * Gives each `style` element that a script makes the document's nonce, without which the content security policy ignores
 * it: xterm and Mermaid write such elements. Imported before everything else.
 */
const nonce = document.querySelector<HTMLMetaElement>("meta[name=nonce]")?.content ?? "";
const create = document.createElement;

document.createElement = function createElement(
  this: Document,
  name: string,
  options?: ElementCreationOptions,
) {
  const element = create.call(this, name, options);
  if (element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
} as typeof document.createElement;
