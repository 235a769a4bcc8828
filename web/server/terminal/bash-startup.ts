import { quoted, type StartupSettings } from "./startup.ts";

/**
 * What bash reads instead of ~/.bashrc, which it reads first. The marks are written by the prompt's own variables: PS1
 * has A and B, PS2 has P, PS0 has C, and PROMPT_COMMAND writes D and puts them back if something has set a new prompt.
 * Bash before 4.4, as on a Mac, has no PS0: it gets no marks.
 */
export function bashStartup({ folder, nodeFolder, key }: StartupSettings): string {
  const mark = (letter: string) => `\\e]133;${letter};k=${key}\\a`;
  return `command rm -rf -- ${quoted(folder)}
[ -r ~/.bashrc ] && . ~/.bashrc
PATH=${quoted(nodeFolder)}:"$PATH"
if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then
  # A shell in this shell has another prompt, which must not speak for this one.
  export -n PS0 PS1 PS2 PROMPT_COMMAND
  __lab_before() {
    __lab_status=$?
    return "$__lab_status"
  }
  __lab_marks() {
    builtin printf '\\e]133;D;%s;k=${key}\\a' "$__lab_status"
    case "\${PS1-}" in *${key}*) ;; *) PS1='\\[${mark("A")}\\]'"\${PS1-}"'\\[${mark("B")}\\]' ;; esac
    case "\${PS2-}" in *${key}*) ;; *) PS2="\${PS2-}"'\\[${mark("P")}\\]' ;; esac
    case "\${PS0-}" in *${key}*) ;; *) PS0="\${PS0-}"'${mark("C")}' ;; esac
    return "$__lab_status"
  }
  if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then
    PROMPT_COMMAND=(__lab_before "\${PROMPT_COMMAND[@]}" __lab_marks)
  else
    PROMPT_COMMAND="__lab_before
\${PROMPT_COMMAND-}
__lab_marks"
  fi
  # What the page runs comes as a paste.
  bind 'set enable-bracketed-paste on' 2> /dev/null
fi
`;
}
