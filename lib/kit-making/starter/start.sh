#!/bin/sh
# Puts the Kafka lab in place from this kit, without a network:  sh start.sh
# Met le lab Kafka en place depuis ce kit, sans réseau :         sh start.sh
#
# Before anything of the kit is unpacked or run, it asks for the fingerprint that the teacher shows, which is the beginning
# of this file's own checksum (sha256sum start.sh), and it checks every file that it needs.
set -eu
manifest_sum=@MANIFEST@

usage() {
  say "Use: sh start.sh [FOLDER or http://ADDRESS:PORT of the kit] [--into FOLDER] [--fingerprint TEXT] [--yes]
By default the kit is where this file is, and the lab comes into $HOME/kafka-lab." \
    "Usage : sh start.sh [DOSSIER ou http://ADRESSE:PORT du kit] [--into DOSSIER] [--fingerprint TEXTE] [--yes]
Sans précision, le kit est là où est ce fichier, et le lab va dans $HOME/kafka-lab."
}

main() {
  self=$0 kit='' into=$HOME/kafka-lab typed='' yes=''
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage && exit 0 ;;
      --into) into=${2:?} && shift ;;
      --fingerprint) typed=${2:?} && shift ;;
      --yes | -y) yes=--yes ;;
      -*) usage >&2 && exit 1 ;;
      *) kit=$1 ;;
    esac
    shift
  done
  [ -f "$self" ] || fail "this must be a file: it is checked before it runs." "Save it first, then: sh start.sh" \
    "ceci doit être un fichier : il est vérifié avant de s'exécuter." "Enregistrez-le, puis : sh start.sh"
  : "${kit:=$(CDPATH='' cd -- "$(dirname -- "$self")" && pwd)}"
  case $into in /*) ;; *) into=$PWD/$into ;; esac
  work=$into.unfinished
  trap 'clean_up' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  confirm_fingerprint
  find_machine
  open_kit
  check_files
  put_in_place
  settle
}

# --- what the learner sees

say() {
  case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in fr*) echo "$2" ;; *) echo "$1" ;; esac
}

fail() {
  say "Error: $1
  $2" "Erreur : $3
  $4" >&2
  exit 1
}

clean_up() {
  status=$?
  trap - EXIT
  rm -rf "$work"
  exit $status
}

# --- what is checked

sum_of() {
  if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d' ' -f1
}

confirm_fingerprint() {
  fingerprint=$(sum_of "$self" | cut -c1-16)
  if [ -z "$typed" ]; then
    [ -t 0 ] || fail "the fingerprint is missing." "Give the one that your teacher shows: sh start.sh --fingerprint '.... .... .... ....'" \
      "il manque l'empreinte." "Donnez celle que montre votre enseignant : sh start.sh --fingerprint '.... .... .... ....'"
    say "The fingerprint that your teacher shows (16 letters and digits):" \
      "L'empreinte que montre votre enseignant (16 lettres et chiffres) :"
    read -r typed
  fi
  [ "$(printf %s "$typed" | tr -d ' -' | tr A-F a-f)" = "$fingerprint" ] ||
    fail "this is not the kit of that fingerprint, or it was mistyped." "Compare: sha256sum $self   Nothing was unpacked." \
      "ce n'est pas le kit de cette empreinte, ou elle est mal saisie." "Comparez : sha256sum $self   Rien n'a été décompressé."
}

find_machine() {
  case $(uname -m) in x86_64 | amd64) arch=amd64 ;; aarch64 | arm64) arch=arm64 ;; *) arch=$(uname -m) ;; esac
  case $(uname -s) in Darwin) os=darwin ;; *) os=linux ;; esac
}

# What is served is downloaded to a folder of this kit's own; what came whole before an interruption stays.
open_kit() {
  case $kit in
    http://* | https://*)
      url=${kit%/} kit=$HOME/.cache/kafka-lab-kit/$fingerprint
      mkdir -p "$kit"
      cp "$self" "$kit/start.sh"
      download manifest.txt ;;
    *) url='' ;;
  esac
  [ -f "$kit/manifest.txt" ] || fail "there is no manifest.txt in $kit." "Name the folder of the kit, or copy it again." \
    "il n'y a pas de manifest.txt dans $kit." "Nommez le dossier du kit, ou recopiez-le."
  [ "$(sum_of "$kit/manifest.txt")" = "$manifest_sum" ] || damaged manifest.txt
  grep -q "^platform $os/$arch\$" "$kit/manifest.txt" ||
    fail "the kit is not for $os/$arch: it serves $(platforms)." "Ask your teacher for a kit with this platform." \
      "le kit n'est pas pour $os/$arch ; il sert $(platforms)." "Demandez un kit pour cette plateforme."
}

platforms() { sed -n 's/^platform //p' "$kit/manifest.txt" | tr '\n' ' '; }

download() {
  mkdir -p "$kit/$(dirname "$1")"
  if command -v curl >/dev/null; then
    curl -fsS --connect-timeout 10 --retry 3 -C - -o "$kit/$1.part" "$url/$1"
  elif command -v wget >/dev/null; then
    wget -q -T 30 -c -O "$kit/$1.part" "$url/$1"
  else
    fail "there is neither curl nor wget." "Use the kit from a stick, or install one of them." \
      "il n'y a ni curl ni wget." "Utilisez le kit depuis une clé, ou installez l'un d'eux."
  fi || fail "$1 could not be downloaded from $url." "Is the server running? The same command goes on from there." \
    "$1 n'a pas pu être téléchargé depuis $url." "Le serveur tourne-t-il ? La même commande reprend là."
  mv "$kit/$1.part" "$kit/$1"
}

damaged() {
  [ -z "$url" ] || rm -f "$kit/$1"
  fail "$1 of the kit is missing, cut or damaged. Nothing was unpacked." "Copy the kit again, then run the same command." \
    "$1 du kit manque, est tronqué ou abîmé. Rien n'a été décompressé." "Recopiez le kit, puis relancez la même commande."
}

needed() { sed -n "s#^file \([0-9a-f]* [0-9]*\) any #\1 #p; s#^file \([0-9a-f]* [0-9]*\) $os/$arch #\1 #p; s#^file \([0-9a-f]* [0-9]*\) linux/$arch images/#\1 images/#p" "$kit/manifest.txt" | sort -u; }

# Docker's packages are for a machine that has no engine, and where root may install one.
lacks_docker() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! PATH=$PATH:/usr/sbin command -v dockerd >/dev/null; }

check_files() {
  if lacks_docker; then needed; else needed | grep -v ' debian/'; fi | while read -r sum bytes path; do
    if [ -n "$url" ] && [ "$(size_of "$kit/$path")" != "$bytes" ]; then
      say "  $path ($((bytes / 1000000)) MB) ..." "  $path ($((bytes / 1000000)) Mo) ..."
      download "$path"
    fi
    [ "$(size_of "$kit/$path")" = "$bytes" ] || damaged "$path"
    [ "$(sum_of "$kit/$path")" = "$sum" ] || damaged "$path"
  done
  say "The kit is sound: every file is as it was made." "Le kit est sain : chaque fichier est tel qu'il a été fait."
}

size_of() { if [ -f "$1" ]; then wc -c <"$1" | tr -d ' '; else echo -1; fi; }

# --- what is put in place

# The project comes with its dependencies into a folder beside its place, and there by one rename at the end.
put_in_place() {
  packages=$(cd "$kit" && echo packages/"$os-$arch"-*.tar.gz)
  if [ -e "$into" ]; then update; else
    room 900
    say "Putting the lab into $into ..." "Le lab va dans $into ..."
    rm -rf "$work" && mkdir -p "$work"
    unpack_project && unpack "$packages" "$work" || full
    touch "$work/node_modules/.package-lock.json"
    mv "$work" "$into"
  fi
}

unpack_project() {
  if command -v git >/dev/null; then
    git -C "$work" init -q && git -C "$work" symbolic-ref HEAD refs/heads/main || return 1
    git -C "$work" fetch -q "$(echo "$kit"/project/*.bundle)" HEAD && git -C "$work" reset -q --hard FETCH_HEAD
  else
    unpack "$(cd "$kit" && echo project/*.tar.gz)" "$work"
  fi
}

unpack() { tar -xzof "$kit/$1" -C "$2"; }

room() {
  free=$(df -Pk "$(dirname "$into")" | awk 'NR == 2 { print int($4 / 1024) }')
  [ "$free" -ge "$1" ] || fail "the lab needs about $1 MB in $(dirname "$into"), and $free MB are free. Nothing was unpacked." \
    "Free some space, or name another folder: --into FOLDER" \
    "le lab demande environ $1 Mo dans $(dirname "$into"), et $free Mo sont libres. Rien n'a été décompressé." \
    "Libérez de la place, ou nommez un autre dossier : --into DOSSIER"
}

full() {
  fail "the lab could not be unpacked into $into (see above), and nothing of it was left." "Fix what is reported, then run the same command." \
    "le lab n'a pas pu être décompressé dans $into (voir ci-dessus) ; rien n'en est resté." "Corrigez, puis relancez la même commande."
}

# A lab that is there keeps its edits: only what follows from its history is brought in.
update() {
  [ -f "$into/lab" ] && [ -f "$into/Pulumi.yaml" ] || fail "$into is there, and it is no lab." "Name another folder: --into FOLDER" \
    "$into existe, et ce n'est pas un lab." "Nommez un autre dossier : --into DOSSIER"
  say "There is a lab in $into: it is kept." "Il y a un lab dans $into : il est gardé."
  if command -v git >/dev/null && [ -d "$into/.git" ]; then
    git -C "$into" fetch -q "$(echo "$kit"/project/*.bundle)" HEAD && git -C "$into" merge -q --ff-only FETCH_HEAD >/dev/null 2>&1 ||
      say "  It has edits or commits that the kit's version would touch, so it stays as it is." \
        "  Il a des modifications que la version du kit toucherait : il reste tel qu'il est."
  fi
  lock=$(sum_of "$into/package-lock.json" | cut -c1-12)
  if [ "$into/node_modules/.package-lock.json" -nt "$into/package-lock.json" ]; then return; fi
  [ "$packages" = "packages/$os-$arch-$lock.tar.gz" ] || fail "the lab in $into needs other packages than the kit has." \
    "Name another folder: --into FOLDER" "le lab de $into demande d'autres paquets que ceux du kit." "Nommez un autre dossier : --into DOSSIER"
  room 700
  mkdir -p "$work" && unpack "$packages" "$work" || full
  touch "$work/node_modules/.package-lock.json"
  rm -rf "$into/node_modules"
  mv "$work/node_modules" "$into/node_modules"
}

# From here on the lab's own code goes on, on the Node that it now has: Docker, images, the choice of the stack.
settle() {
  "$into/node_modules/.bin/node" "$into/scripts/kit/settle.ts" "$kit" $yes ${url:+"--from=$url"}
  [ -z "$url" ] || rm -rf "$kit"
}

main "$@"
