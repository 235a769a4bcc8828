import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Colours where the output is a terminal and NO_COLOR does not forbid them. */
export const paint = {
  plain: (text: string) => text,
  bold: coloured("bold"),
  dim: coloured("dim"),
  red: coloured("red"),
  green: coloured("green"),
  yellow: coloured("yellow"),
  magenta: coloured("magenta"),
};

function coloured(style: Style) {
  return (text: string): string => {
    const wanted = process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== "dumb";
    return wanted ? styleText(style, text, { validateStream: false }) : text;
  };
}
