import { quoted, type StartupSettings } from "./startup.ts";

/** What zsh reads from its ZDOTDIR: the user's own files first, then the marks by its hooks and prompts. */
export function zshStartup(settings: StartupSettings): { readonly zshenv: string; readonly zshrc: string } {
  return { zshenv: zshenv(settings), zshrc: zshrc(settings) };
}

function zshenv({ folder }: StartupSettings): string {
  return `ZDOTDIR="\${LAB_ZDOTDIR:-$HOME}"
unset LAB_ZDOTDIR
[[ -r "$ZDOTDIR/.zshenv" ]] && . "$ZDOTDIR/.zshenv"
typeset -g __lab_zdotdir="$ZDOTDIR"
ZDOTDIR=${quoted(folder)}
`;
}

function zshrc({ folder, nodeFolder, key }: StartupSettings): string {
  const mark = (letter: string) => `\\e]133;${letter};k=${key}\\a`;
  return `ZDOTDIR="$__lab_zdotdir"
[[ "$ZDOTDIR" == "$HOME" ]] && unset ZDOTDIR
# The system's own file may have put the history beside this one.
[[ "\${HISTFILE-}" == ${quoted(folder)}/* ]] && HISTFILE="$__lab_zdotdir/.zsh_history"
command rm -rf -- ${quoted(folder)}
[[ -r "$__lab_zdotdir/.zshrc" ]] && . "$__lab_zdotdir/.zshrc"
PATH=${quoted(nodeFolder)}:"$PATH"
# Lessons have comments in their commands.
setopt interactive_comments
typeset +x PS1 PS2
__lab_before() { __lab_status=$? }
__lab_marks() {
  builtin printf '\\e]133;D;%s;k=${key}\\a' "$__lab_status"
  [[ "\${PS1-}" == *${key}* ]] || PS1=$'%{${mark("A")}%}'"\${PS1-}"$'%{${mark("B")}%}'
  [[ "\${PS2-}" == *${key}* ]] || PS2="\${PS2-}"$'%{${mark("P")}%}'
}
__lab_start() { builtin printf '${mark("C")}' }
typeset -ga precmd_functions preexec_functions
precmd_functions=(__lab_before $precmd_functions __lab_marks)
preexec_functions+=(__lab_start)
`;
}
