// First, because everything that writes styles needs it.
import "./base/nonce.ts";
import "@xterm/xterm/css/xterm.css";
import "./style/base.css";
import "./style/frame.css";
import "./style/lesson.css";
import "./style/lab.css";
import "./style/picture.css";
import "./style/terminal.css";
import { render } from "preact";
import { language } from "./base/language.ts";
import { followAddress } from "./base/place.ts";
import { listenForStates } from "./base/states.ts";
import { App } from "./frame/app.tsx";

document.documentElement.lang = language.get();
followAddress();
listenForStates();
const page = document.getElementById("page");
if (page) render(<App />, page);
