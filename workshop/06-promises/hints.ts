import { goOn, hintsFrom } from "../authoring/hints.ts";

const nodeHere = "node_modules/.bin/node";
const careless = `PORT=5111 CLIENT_ID=careless ACKS=0 ${nodeHere} services/service-a/main.ts | tee -ia .lab/careless.log`;
const member = (group: string) =>
  `PORT=5142 CLIENT_ID=${group} GROUP_ID=${group} AUTO_OFFSET_RESET=latest ${group === "hasty" ? "AUTO_COMMIT=true " : ""}${nodeHere} services/service-b/main.ts${group === "hasty" ? " | tee -ia .lab/hasty.log" : ""}`;
const post = (message: string, port = 5101) =>
  `curl -H 'Content-Type: application/json' -d '${message}' http://localhost:${port}/api/messages`;
const keyed = (message: string) => post(`{"message": "${message}", "key": "k"}`);

const ladders = {
  lost: [
    {
      en: "Only with ACKS=0, and only while the broker is frozen, is a message lost in this way. The row looks at the copy of that service's log.",
      fr: "Un message ne se perd ainsi qu'avec ACKS=0, et pendant que le broker est gelé. La ligne regarde la copie des logs de ce service.",
    },
    {
      en: "If the broker had time to read it, it is stored. Freeze the broker first, and kill it right after the answer.",
      fr: "Si le broker a eu le temps de le lire, il est enregistré. Gelez d'abord le broker, et tuez-le juste après la réponse.",
    },
    {
      en: `In a second terminal the service; in the first one the rest, in this order:\n  ${careless}\n  ${post('"all is well"', 5111)}\n  docker exec kafka bash -c 'kill -STOP -1'\n  ${post('"nobody has me"', 5111)}\n  docker kill kafka\n  docker start kafka`,
      fr: `Dans un second terminal, le service\u00a0; dans le premier, le reste, dans cet ordre\u00a0:\n  ${careless}\n  ${post('"all is well"', 5111)}\n  docker exec kafka bash -c 'kill -STOP -1'\n  ${post('"nobody has me"', 5111)}\n  docker kill kafka\n  docker start kafka`,
    },
  ],
  patience: [
    {
      en: "service-a sends again when 5 s have passed without an answer. How long was your pause?",
      fr: "service-a renvoie quand 5\u00a0s se sont écoulées sans réponse. Combien de temps le broker est-il resté gelé\u00a0?",
    },
    {
      en: `Post it while the broker pauses for 8 s:\n  docker pause kafka; (sleep 8; docker unpause kafka) & ${post('"patience"')}`,
      fr: `Envoyez-le pendant que le broker est gelé pour 8\u00a0s\u00a0:\n  docker pause kafka; (sleep 8; docker unpause kafka) & ${post('"patience"')}`,
    },
  ],
  compression: [
    {
      en: "The row shows which codecs have a batch in the topic measure. Small batches do not count.",
      fr: "La ligne montre quels codecs ont un lot dans le topic measure. Les petits lots ne comptent pas.",
    },
    {
      en: "Kafka's own producer takes the codec as an option; each line is a message.",
      fr: "Le producteur de Kafka prend le codec en option\u00a0; chaque ligne est un message.",
    },
    {
      en: `For the codecs that are missing, in the place of gzip:\n  seq -f '{"order": %g, "customer": "alice", "city": "Lyon", "paid": true}' 200 | docker exec -i kafka kafka-console-producer --bootstrap-server kafka:29092 --topic measure --compression-codec gzip`,
      fr: `Pour les codecs qui manquent, à la place de gzip\u00a0:\n  seq -f '{"order": %g, "customer": "alice", "city": "Lyon", "paid": true}' 200 | docker exec -i kafka kafka-console-producer --bootstrap-server kafka:29092 --topic measure --compression-codec gzip`,
    },
    {
      en: "Is there no such topic?\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --if-not-exists --topic measure",
      fr: "Le topic n'existe pas\u00a0?\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --if-not-exists --topic measure",
    },
  ],
  hasty: [
    {
      en: "With AUTO_COMMIT=true, what a member has fetched counts as read. When it ends, what it still held is lost. The row looks at the copy of its log.",
      fr: "Avec AUTO_COMMIT=true, ce qu'un membre a pris compte comme lu. Quand il se termine, ce qu'il tenait encore est perdu. La ligne regarde la copie de ses logs.",
    },
    {
      en: `In a second terminal:\n  ${member("hasty")}`,
      fr: `Dans un second terminal\u00a0:\n  ${member("hasty")}`,
    },
    {
      en: `Ask it once, so that it is at the end; send promise 1, 2 and 3 like this, and read one; then Ctrl-C there:\n  curl 'http://localhost:5142/api/messages?timeout=3'\n  ${keyed("promise 1")}\n  curl http://localhost:5142/api/messages`,
      fr: `Interrogez-le une fois, pour qu'il soit à la fin\u00a0; envoyez ainsi promise 1, 2 et 3, et lisez-en un\u00a0; puis Ctrl-C dans l'autre terminal\u00a0:\n  curl 'http://localhost:5142/api/messages?timeout=3'\n  ${keyed("promise 1")}\n  curl http://localhost:5142/api/messages`,
    },
  ],
  careful: [
    {
      en: "The same with a group that commits after delivery: read one, end the member, start it again, read the two others.",
      fr: "La même chose avec un groupe qui valide après la livraison\u00a0: lisez-en un, arrêtez le membre, relancez-le, lisez les deux autres.",
    },
    {
      en: `In a second terminal, both times:\n  ${member("careful")}`,
      fr: `Dans un second terminal, les deux fois\u00a0:\n  ${member("careful")}`,
    },
    {
      en: `Ask it once, send kept 1, 2 and 3 like this, read one; Ctrl-C there, start it again, and read two:\n  curl 'http://localhost:5142/api/messages?timeout=3'\n  ${keyed("kept 1")}\n  curl http://localhost:5142/api/messages`,
      fr: `Interrogez-le une fois, envoyez ainsi kept 1, 2 et 3, lisez-en un\u00a0; Ctrl-C dans l'autre terminal, relancez-le, et lisez-en deux\u00a0:\n  curl 'http://localhost:5142/api/messages?timeout=3'\n  ${keyed("kept 1")}\n  curl http://localhost:5142/api/messages`,
    },
  ],
  twice: [
    {
      en: "Your turn: what does Kafka remember of what careful has read? Lesson 5 has changed it by hand.",
      fr: "À vous de jouer\u00a0: que retient Kafka de ce que careful a lu\u00a0? La leçon 5 l'a changé à la main.",
    },
    {
      en: "A group's offsets can be set back while no member runs. A member that starts then reads from there.",
      fr: "Les offsets d'un groupe se ramènent en arrière pendant qu'aucun membre ne tourne. Un membre lancé ensuite lit à partir de là.",
    },
    {
      en: `One step back for each of the three messages, in their partition (the key k leads to 2); then a member in a second terminal, and a GET:\n  docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --group careful --topic message-topic:2 --reset-offsets --shift-by -3 --execute\n  ${member("careful")}\n  curl http://localhost:5142/api/messages`,
      fr: `Un pas en arrière pour chacun des trois messages, dans leur partition (la clé k mène à la 2)\u00a0; puis un membre dans un second terminal, et un GET\u00a0:\n  docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --group careful --topic message-topic:2 --reset-offsets --shift-by -3 --execute\n  ${member("careful")}\n  curl http://localhost:5142/api/messages`,
    },
  ],
};

export const hints = hintsFrom(ladders, goOn(6));
