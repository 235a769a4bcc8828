import { readFileSync } from "node:fs";
import ts from "typescript";

/** The French text of a program, one entry for each string, with a number in place of what is inserted. */
export interface FrenchString {
  readonly line: number;
  readonly text: string;
}

/**
 * Finds what a program says in French: the strings of properties named `fr`, and of what is chosen when the language is
 * `"fr"`. Lines that are commands, and what stands between backticks, are not prose.
 */
export function frenchStrings(file: string, source = readFileSync(file, "utf8")): FrenchString[] {
  const program = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: FrenchString[] = [];
  const add = (node: ts.Node, text: string) => {
    const { line } = program.getLineAndCharacterOfPosition(node.getStart());
    const prose = text
      .split("\n")
      .filter((each) => !/^ {2}/.test(each))
      .join("\n")
      .replace(/`[^`]*`/g, "`x`");
    found.push({ line: line + 1, text: prose });
  };
  const collect = (node: ts.Node) => {
    const isCode =
      ts.isCallExpression(node) && /\b(includes|startsWith|join|split|get)$/.test(node.expression.getText());
    if (isCode) return;
    if (ts.isStringLiteralLike(node)) add(node, node.text);
    else if (ts.isTemplateExpression(node)) {
      add(node, node.head.text + node.templateSpans.map(({ literal }) => `1${literal.text}`).join(""));
      for (const { expression } of node.templateSpans) collect(expression);
    } else ts.forEachChild(node, collect);
  };
  const search = (node: ts.Node) => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === "fr") collect(node.initializer);
    else if (ts.isConditionalExpression(node) && isFrench(node.condition)) {
      collect(node.whenTrue);
      search(node.whenFalse);
    } else if (ts.isIfStatement(node) && isFrench(node.expression)) {
      collect(node.thenStatement);
      if (node.elseStatement) search(node.elseStatement);
    } else ts.forEachChild(node, search);
  };
  search(program);
  return found;
}

function isFrench(condition: ts.Expression) {
  return /=== "fr"/.test(condition.getText());
}
