import type { Blockquote, List, ListItem, Paragraph, Root, RootContent } from "mdast";
import { isFolded } from "./fold-details.ts";
import { textOf } from "./node-text.ts";

/** What a prediction is known by, before its question, choices and answer are HTML. */
export interface MarkedPrediction {
  /** Its number in the text, as `./lab predict` counts. */
  readonly id: string;
  readonly right: string;
}

const asked = /^(Predict:|Prédisez\u00a0:)$/;

/**
 * Finds the questions with choices and the folded answers after them, as workshop/running/predictions.ts reads them, and
 * puts each into one element with marked parts, which `takePredictions` takes out again.
 */
export function markPredictions(root: Root): MarkedPrediction[] {
  const marked: MarkedPrediction[] = [];
  const children: RootContent[] = [];
  for (let at = 0; at < root.children.length; at += 1) {
    const node = root.children[at] as RootContent;
    const answer = root.children[at + 1];
    const right = isQuestion(node) && isFolded(answer) ? rightLetter(answer) : undefined;
    if (right === undefined || !isQuestion(node) || !isFolded(answer)) {
      children.push(node);
      continue;
    }
    const id = String(marked.length + 1);
    marked.push({ id, right });
    children.push(predictionNode(id, node, answer));
    at += 1;
  }
  root.children = children;
  return marked;
}

type Question = Blockquote & { children: [Paragraph, ...Blockquote["children"]] };

function isQuestion(node: RootContent): node is Question {
  if (node.type !== "blockquote") return false;
  const [first] = node.children;
  const choices = node.children.at(-1);
  if (first?.type !== "paragraph" || choices?.type !== "list") return false;
  const [word] = first.children;
  if (word?.type !== "strong" || !asked.test(textOf(word))) return false;
  return choices.children.every((choice) => /^[a-d]\) /.test(textOf(choice)));
}

/** The answer begins with its letter in bold: `**b.** ...`. */
function rightLetter({ children: [, first] }: Blockquote): string | undefined {
  if (first?.type !== "paragraph" || first.children[0]?.type !== "strong") return undefined;
  return /^([a-d])\.$/.exec(textOf(first.children[0]))?.[1];
}

function predictionNode(id: string, question: Question, answer: Blockquote): RootContent {
  const [first, ...others] = question.children;
  const choices = others.at(-1) as List;
  for (const choice of choices.children) takeLetter(choice);
  const [, begin, ...rest] = answer.children as [Paragraph, Paragraph, ...Blockquote["children"]];
  return part({ dataPrediction: id }, [
    part({ dataPart: "question" }, [withoutWord(first), ...others.slice(0, -1)]),
    choices,
    part({ dataPart: "answer" }, [withoutWord(begin), ...rest]),
  ]);
}

function part(hProperties: Record<string, string>, children: Blockquote["children"]): Blockquote {
  return { type: "blockquote", data: { hName: "div", hProperties }, children };
}

/** Without the word in bold at the beginning, and the space after it. */
function withoutWord(paragraph: Paragraph): Paragraph {
  const [, next, ...rest] = paragraph.children;
  if (next?.type !== "text") return { ...paragraph, children: paragraph.children.slice(1) };
  return { ...paragraph, children: [{ ...next, value: next.value.trimStart() }, ...rest] };
}

function takeLetter(choice: ListItem): void {
  const paragraph = choice.children[0];
  const first = paragraph?.type === "paragraph" ? paragraph.children[0] : undefined;
  if (first?.type !== "text") return;
  choice.data = { hProperties: { dataLetter: first.value.slice(0, 1) } };
  first.value = first.value.slice("a) ".length);
}
