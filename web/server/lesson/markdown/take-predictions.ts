import type { Element, ElementContent, Root } from "hast";
import rehypeStringify from "rehype-stringify";
import { unified } from "unified";
import { visit } from "unist-util-visit";
import type { Prediction } from "../../../contract/lesson.ts";
import type { MarkedPrediction } from "./mark-predictions.ts";

const printer = unified().use(rehypeStringify);

/** Takes the parts of the predictions out of the text, so that an answer is only shown once it is asked for. */
export function takePredictions(
  root: Root,
  marked: readonly MarkedPrediction[],
): Omit<Prediction, "answered">[] {
  const taken: Omit<Prediction, "answered">[] = [];
  visit(root, "element", (node) => {
    const found = marked.find(({ id }) => id === node.properties.dataPrediction);
    if (!found) return;
    const list = elementsOf(node).find(({ tagName }) => tagName === "ul");
    taken.push({
      ...found,
      question: htmlOf(inner(partOf(node, "question"))),
      choices: elementsOf(list).map((choice) => ({
        letter: String(choice.properties.dataLetter),
        text: htmlOf(choice.children),
      })),
      answer: htmlOf(partOf(node, "answer")?.children ?? []),
    });
    node.children = [];
  });
  return taken;
}

function partOf(node: Element, name: string): Element | undefined {
  return elementsOf(node).find(({ properties }) => properties.dataPart === name);
}

/** What is in a question's only paragraph, else all of it. */
function inner(part: Element | undefined): ElementContent[] {
  const elements = elementsOf(part);
  return (elements.length === 1 ? elements[0]?.children : part?.children) ?? [];
}

function elementsOf(node: Element | undefined): Element[] {
  return node?.children.filter((child) => child.type === "element") ?? [];
}

function htmlOf(children: readonly ElementContent[]): string {
  return printer.stringify({ type: "root", children: [...children] }).trim();
}
