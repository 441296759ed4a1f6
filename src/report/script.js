// The page's own script. Whatever comes from documents and lists is put into
// text nodes and attributes by name, never parsed as HTML.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const clear = (node) => node.replaceChildren();
  const grouped = (number) => number.toLocaleString("en");
  const counted = (number, one, many) => `${grouped(number)} ${number === 1 ? one : many}`;

  /** An element with attributes and children; strings become text. */
  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== null) node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
  }

  // ---- data ---------------------------------------------------------------

  const NAME = { label: 0, title: 1, id: 2, mentions: 3, documents: 4, steps: 5, spellings: 6, row: 7, amount: 8 };
  const DOC = { name: 0, block: 1, place: 2, mentions: 3, kind: 4, date: 5 };
  const packed = JSON.parse($("data").textContent);
  const blocks = new Array(packed.blocks.length);
  let index;

  async function unpack(base64) {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return JSON.parse(await new Response(stream).text());
  }

  const block = (number) => (blocks[number] ??= unpack(packed.blocks[number]));

  /** The text and the marks of a document: start, length, name, rule of each. */
  async function read(number) {
    const document = index.documents[number];
    if (document[DOC.block] === null) return null;
    const [text, flat] = (await block(document[DOC.block]))[document[DOC.place]];
    const marks = [];
    for (let i = 0; i < flat.length; i += 4) {
      marks.push({ at: i / 4, start: flat[i], end: flat[i] + flat[i + 1], name: flat[i + 2], rule: flat[i + 3] });
    }
    return { number, text, marks };
  }

  const labelOf = (name) => index.names[name][NAME.label];
  const wholes = (amount) => amount.replace(/(?<![\d.])\d+/g, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));

  /** What a name is called: an amount as people read it. */
  function titleOf(name) {
    const { [NAME.title]: title, [NAME.amount]: amount } = index.names[name];
    return amount ? wholes(title) : title;
  }

  function documentsOf(name) {
    let before = 0;
    return index.names[name][NAME.steps].map((step) => (before += step));
  }

  // ---- state --------------------------------------------------------------

  const state = { query: "", pattern: null, filter: null, name: null, wanted: null, document: null, mark: null, hidden: new Set(), found: [], open: null };
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const shows = (name) => !state.hidden.has(labelOf(name));

  // ---- the text -----------------------------------------------------------

  /** Marks in a text, nested ones inside others; one that crosses the end of another is cut there. */
  function marked(document) {
    const { text, marks, number } = document;
    const root = new DocumentFragment();
    const stack = [{ node: root, end: Infinity }];
    const top = () => stack[stack.length - 1];
    const queue = marks.filter((mark) => shows(mark.name)).map((mark) => ({ ...mark, mark }));
    let at = 0;
    const write = (to) => {
      if (to > at) top().node.append(text.slice(at, to));
      at = Math.max(at, to);
    };
    for (let i = 0; i < queue.length; i++) {
      const piece = queue[i];
      while (piece.start >= top().end) {
        write(top().end);
        stack.pop();
      }
      write(piece.start);
      if (piece.end > top().end) {
        const rest = { ...piece, start: top().end };
        let place = i + 1;
        while (place < queue.length && queue[place].start < rest.start) place++;
        queue.splice(place, 0, rest);
        piece.end = top().end;
      }
      const node = anchor(number, piece.mark);
      top().node.append(node);
      stack.push({ node, end: piece.end });
    }
    while (stack.length > 1) {
      write(top().end);
      stack.pop();
    }
    write(text.length);
    return root;
  }

  function anchor(number, mark) {
    const label = labelOf(mark.name);
    return el("a", {
      class: `m l${label % 8}`,
      href: `#d${number}.${mark.at}`,
      title: `${index.labels[label]}: ${titleOf(mark.name)} (${index.rules[mark.rule][0]})`,
      "data-name": mark.name,
      "data-mark": mark.at,
    });
  }

  async function open(number) {
    const document = await read(number);
    if (state.wanted !== number) return;
    state.document = number;
    state.open = document;
    const about = index.documents[number];
    $("document-title").replaceChildren(el("bdi", {}, about[DOC.name]));
    const told = [counted(about[DOC.mentions], "mention", "mentions")];
    if (about[DOC.date]) told.unshift(about[DOC.date]);
    if (about[DOC.kind] & 1) told.push("only the sentences of the rows");
    if (about[DOC.kind] & 2) told.push("cut");
    $("document-about").textContent = told.join(" · ");
    draw();
    $("text").scrollTop = 0;
    listed();
  }

  function draw() {
    if (state.open) $("text").replaceChildren(marked(state.open));
    else $("text").replaceChildren(el("p", { class: "note" }, state.document === null ? "There are no documents." : "Counted, but the page has no room for its text."));
    emphasize();
    found();
  }

  /** Shows which marks bear the chosen name, and which one is chosen. */
  function emphasize() {
    for (const node of $("text").querySelectorAll(".m")) {
      node.classList.toggle("same", Number(node.dataset.name) === state.name);
      const on = state.mark !== null && Number(node.dataset.mark) === state.mark;
      node.classList.toggle("on", on);
      if (on) node.setAttribute("aria-current", "true");
      else node.removeAttribute("aria-current");
    }
  }

  /** Marks what was searched for, without touching the text. */
  function found() {
    if (!("highlights" in CSS)) return;
    CSS.highlights.delete("found");
    if (!state.pattern || !state.open) return;
    const walker = document.createTreeWalker($("text"), NodeFilter.SHOW_TEXT);
    const nodes = [];
    let before = 0;
    while (walker.nextNode()) {
      nodes.push([before, walker.currentNode]);
      before += walker.currentNode.length;
    }
    let at = 0;
    const point = (offset) => {
      while (at + 1 < nodes.length && nodes[at + 1][0] <= offset) at++;
      return [nodes[at][1], offset - nodes[at][0]];
    };
    const ranges = [];
    for (const hit of state.open.text.matchAll(new RegExp(state.pattern.source, "giu"))) {
      const range = new Range();
      range.setStart(...point(hit.index));
      range.setEnd(...point(hit.index + hit[0].length));
      ranges.push(range);
      if (ranges.length > 2000) break;
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  // ---- the lists ----------------------------------------------------------

  const ROWS = 400;
  let ranked = [];

  function listNames() {
    const query = fold(state.query);
    const matches = (name) =>
      !query ||
      fold(name[NAME.title]).includes(query) ||
      (name[NAME.amount] && wholes(name[NAME.title]).toLowerCase().includes(query)) ||
      name[NAME.id].toLowerCase() === query ||
      name[NAME.spellings].some(([text]) => fold(text).includes(query));
    const names = ranked.filter((at) => shows(at) && matches(index.names[at]));
    $("count-names").textContent = grouped(names.length);
    const rows = names.slice(0, ROWS).map((at) => {
      const name = index.names[at];
      const link = el("a", { href: `#n${at}`, class: `l${name[NAME.label] % 8}` });
      link.append(el("span", { class: "swatch", "aria-hidden": "true" }), el("bdi", {}, titleOf(at)));
      link.append(el("span", { class: "far" }, `, ${index.labels[name[NAME.label]]}, `), el("span", { class: "count" }, grouped(name[NAME.mentions])));
      if (at === state.name) link.setAttribute("aria-current", "true");
      return el("li", {}, link);
    });
    if (names.length > ROWS) rows.push(el("li", { class: "sub" }, `and ${grouped(names.length - ROWS)} more: search for them`));
    $("name-list").replaceChildren(...rows);
  }

  function listDocuments() {
    const documents = state.found;
    $("count-documents").textContent = grouped(documents.length);
    const here = Math.max(0, documents.indexOf(state.document));
    const from = Math.max(0, Math.min(here - ROWS / 2, documents.length - ROWS));
    const rows = documents.slice(from, from + ROWS).map((at) => {
      const about = index.documents[at];
      const link = el("a", { href: `#d${at}` }, el("bdi", {}, about[DOC.name]), el("span", { class: "count" }, grouped(about[DOC.mentions])));
      if (at === state.document) link.setAttribute("aria-current", "true");
      return el("li", {}, link);
    });
    if (from > 0) rows.unshift(el("li", { class: "sub" }, `${grouped(from)} before`));
    const rest = documents.length - from - ROWS;
    if (rest > 0) rows.push(el("li", { class: "sub" }, `and ${grouped(rest)} more: search for them`));
    $("document-list").replaceChildren(...rows);
  }

  function listed() {
    listDocuments();
    for (const link of $("name-list").querySelectorAll("a")) {
      if (link.hash === `#n${state.name}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const filter = $("filter");
    clear(filter);
    if (state.filter !== null) {
      const off = el("button", { type: "button", class: `chip l${labelOf(state.filter) % 8}`, "aria-label": `Show all documents, not only those with ${titleOf(state.filter)}` });
      off.append("only with ", el("bdi", {}, titleOf(state.filter)), " ✕");
      off.addEventListener("click", () => {
        state.filter = null;
        search();
      });
      filter.append(off);
    }
  }

  let searching = 0;

  /** Finds documents by name and text; a later search ends an earlier one. */
  async function search() {
    const mine = ++searching;
    state.pattern = state.query ? new RegExp(state.query.replace(/[.*+?^${}()|[\]\\\/]/g, "\\$&"), "iu") : null;
    listNames();
    const candidates = state.filter === null ? index.documents.keys() : documentsOf(state.filter);
    const hits = [];
    for (const at of candidates) {
      const about = index.documents[at];
      let hit = !state.pattern || state.pattern.test(about[DOC.name]);
      if (!hit && about[DOC.block] !== null) {
        const texts = await block(about[DOC.block]);
        if (mine !== searching) return;
        hit = state.pattern.test(texts[about[DOC.place]][0]);
      }
      if (hit) hits.push(at);
    }
    state.found = hits;
    listed();
    found();
    const told = state.query || state.filter !== null ? `${counted(hits.length, "document", "documents")}, ${$("count-names").textContent} names` : "";
    $("status").textContent = told;
  }

  // ---- why ----------------------------------------------------------------

  const CONTEXT = 60;
  const PAGE = 60;

  function fact(list, title, ...value) {
    list.append(el("dt", {}, title), el("dd", {}, ...value));
  }

  function heading(name, surface) {
    const label = index.names[name][NAME.label];
    return el("div", { class: `l${label % 8}` },
      el("p", { class: "kind" }, el("span", { class: "swatch", "aria-hidden": "true" }), index.labels[label]),
      el("h3", {}, el("bdi", {}, surface)));
  }

  function facts(name, mark, document) {
    const [, , id, , , , spellings, row, amount] = index.names[name];
    const list = el("dl");
    if (mark) {
      const [rule, what] = index.rules[mark.rule];
      fact(list, "Why", el("code", {}, rule || "—"), what ? `: ${what}` : "");
    }
    fact(list, amount ? "Amount" : "Name", el("bdi", {}, titleOf(name)));
    if (id) fact(list, "Id", el("code", {}, id));
    if (spellings.length > 1) fact(list, "Spellings", ...spellings.flatMap(([text, count], i) => [i ? ", " : "", el("bdi", {}, text), ` (${grouped(count)})`]));
    for (const [column, value] of row) fact(list, column, el("bdi", {}, value));
    if (mark) fact(list, "Where", el("bdi", {}, index.documents[document.number][DOC.name]), `, line ${grouped(document.text.slice(0, mark.start).split("\n").length)}`);
    return list;
  }

  /** One mention with what stands around it, as a link to it. */
  function line(document, mark) {
    const { text, number } = document;
    let from = Math.max(0, mark.start - CONTEXT);
    let to = Math.min(text.length, mark.end + CONTEXT);
    if (/[\uDC00-\uDFFF]/.test(text[from] || "")) from++;
    if (/[\uDC00-\uDFFF]/.test(text[to] || "")) to--;
    const plain = (a, b) => text.slice(a, b).replace(/\s+/g, " ");
    const link = el("a", { href: `#d${number}.${mark.at}`, dir: "auto" });
    link.append(from > 0 ? "…" : "", plain(from, mark.start), el("b", {}, plain(mark.start, mark.end)), plain(mark.end, to), to < text.length ? "…" : "");
    if (number === state.document && mark.at === state.mark) link.setAttribute("aria-current", "true");
    return el("li", {}, link);
  }

  /** All mentions of some names, document by document, a page at a time. */
  async function concordance(names, box) {
    const wanted = new Set(names);
    const documents = [...new Set(names.flatMap(documentsOf))].sort((a, b) => a - b);
    let next = 0;
    const more = el("button", { type: "button", class: "more" }, "More mentions");
    const fill = async () => {
      let written = 0;
      while (next < documents.length && written < PAGE) {
        const document = await read(documents[next++]);
        if (!box.isConnected) return;
        const lines = document.marks.filter((mark) => wanted.has(mark.name)).map((mark) => line(document, mark));
        written += lines.length;
        box.insertBefore(el("section", {}, el("h4", {}, el("bdi", {}, index.documents[document.number][DOC.name])), el("ol", {}, ...lines)), more);
      }
      more.hidden = next >= documents.length;
    };
    more.addEventListener("click", fill);
    box.append(more);
    await fill();
  }

  function tell(name, mark, document) {
    const [, title, , mentions, documents] = index.names[name];
    const surface = mark ? document.text.slice(mark.start, mark.end) : title;
    const box = el("div", { class: "all" });
    const only = el("button", { type: "button" }, "Only documents with it");
    only.addEventListener("click", () => {
      state.filter = name;
      search();
    });
    const back = el("button", { type: "button" }, "Back");
    back.addEventListener("click", () => history.back());
    $("why").replaceChildren(heading(name, surface), facts(name, mark, document),
      el("div", { class: "tools" }, only, back),
      el("h4", { class: "all-title" }, `${counted(mentions, "mention", "mentions")} in ${counted(documents, "document", "documents")}`), box);
    $("why").scrollTop = 0;
    return concordance([name], box);
  }

  // ---- where one goes -----------------------------------------------------

  const STEPS = [1, 2, 5];

  function tellAmounts(currency, bin) {
    const log = Math.floor(bin / 3);
    const low = STEPS[((bin % 3) + 3) % 3] * 10 ** log;
    const high = STEPS[(((bin + 1) % 3) + 3) % 3] * 10 ** Math.floor((bin + 1) / 3);
    const slack = 1 - 1e-8;
    const names = ranked.filter((at) => {
      const amount = index.names[at][NAME.amount];
      return amount && amount[1] === currency && amount[0] >= low * slack && amount[0] < high * slack;
    });
    const box = el("div", { class: "all" });
    $("why").replaceChildren(el("div", { class: "l2" }, el("p", { class: "kind" }, el("span", { class: "swatch", "aria-hidden": "true" }), "Amounts"),
      el("h3", {}, `${currency || "open"} ${grouped(low)} to ${grouped(high)}`)), box);
    return concordance(names, box);
  }

  async function go() {
    const hash = location.hash;
    const to = /^#d(\d+)(?:\.(\d+))?$/.exec(hash);
    const name = /^#n(\d+)$/.exec(hash);
    const amount = /^#a([A-Z]*):(-?\d+)$/.exec(hash);
    if (to && Number(to[1]) < index.documents.length) await visit(Number(to[1]), to[2] === undefined ? null : Number(to[2]));
    else if (name && Number(name[1]) < index.names.length) await choose(Number(name[1]));
    else if (amount) {
      reveal();
      await tellAmounts(amount[1], Number(amount[2]));
    }
  }

  /** The texts come into sight, unless one works there already. */
  function reveal() {
    const { top, bottom } = $("texts").getBoundingClientRect();
    const isSeen = top < innerHeight * 0.5 && bottom > innerHeight * 0.5;
    if (!isSeen || !$("texts").contains(document.activeElement)) $("texts").scrollIntoView({ block: "start" });
  }

  async function show(number) {
    state.wanted = number;
    if (state.document !== number) await open(number);
  }

  async function visit(number, at) {
    reveal();
    state.mark = null;
    await show(number);
    const mark = state.open && at !== null ? state.open.marks[at] : null;
    if (!mark || state.document !== number) return emphasize();
    state.mark = at;
    state.name = mark.name;
    if (!shows(mark.name)) toggle(labelOf(mark.name));
    emphasize();
    const node = $("text").querySelector(".on");
    if (node) {
      node.focus({ preventScroll: true });
      bring(node);
    }
    listed();
    await tell(mark.name, mark, state.open);
  }

  /** Scrolls the text, not the page. */
  function bring(node) {
    const box = $("text").getBoundingClientRect();
    const { top, bottom } = node.getBoundingClientRect();
    if (top < box.top + 20 || bottom > box.bottom - 20) $("text").scrollTop += top - box.top - box.height / 3;
  }

  async function choose(name) {
    reveal();
    state.name = name;
    state.mark = null;
    if (!shows(name)) toggle(labelOf(name));
    const documents = documentsOf(name);
    if (documents.length && !documents.includes(state.document)) await show(documents[0]);
    emphasize();
    const node = $("text").querySelector(".same");
    if (node) bring(node);
    listed();
    await tell(name, null, null);
  }

  function toggle(label) {
    if (state.hidden.has(label)) state.hidden.delete(label);
    else state.hidden.add(label);
    for (const chip of document.querySelectorAll(".chip[data-label]")) {
      chip.setAttribute("aria-pressed", String(!state.hidden.has(Number(chip.dataset.label))));
    }
    draw();
    listNames();
  }

  function step(by) {
    const at = state.found.indexOf(state.document);
    const next = state.found[at + by];
    if (next !== undefined) location.hash = `#d${next}`;
  }

  // ---- tools --------------------------------------------------------------

  function theme(wanted) {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const is = wanted === "auto" ? (dark ? "dark" : "light") : wanted;
    document.documentElement.dataset.theme = is;
    $("theme").textContent = is === "dark" ? "Light" : "Dark";
    return is;
  }

  const PRINTED = 300;

  /** On paper all texts that are listed stand one below the other. */
  async function paper(waits) {
    const box = new DocumentFragment();
    for (const number of state.found.slice(0, PRINTED)) {
      const document = waits ? await read(number) : ready.get(number);
      if (document) box.append(el("h3", {}, el("bdi", {}, index.documents[number][DOC.name])), el("div", { class: "text", lang: "" }, marked(document)));
    }
    if (state.found.length > PRINTED) box.append(el("p", { class: "note" }, `The first ${PRINTED} of ${grouped(state.found.length)} texts.`));
    $("paper").replaceChildren(box);
  }

  /** Texts of a small page are unpacked at once, so that the browser's own print finds them. */
  const ready = new Map();
  const SMALL = 8;

  async function prepare() {
    if (packed.blocks.length > SMALL) return;
    for (const number of index.documents.keys()) ready.set(number, await read(number));
  }

  function zoom(world) {
    let view = world.getAttribute("viewBox").split(" ").map(Number);
    const first = view[2];
    const dots = [...world.querySelectorAll(".dot")];
    const scales = dots.map((dot) => Number(/scale\(([\d.]+)\)/.exec(dot.getAttribute("transform"))[1]));
    const set = (next) => {
      view = next;
      world.setAttribute("viewBox", view.map((value) => value.toFixed(0)).join(" "));
      dots.forEach((dot, i) => dot.setAttribute("transform", `scale(${((scales[i] * view[2]) / first).toFixed(4)})`));
    };
    const by = (factor, x = 0.5, y = 0.5) => {
      const width = Math.min(10000, Math.max(150, view[2] * factor));
      const height = (width * view[3]) / view[2];
      set([view[0] + (view[2] - width) * x, view[1] + (view[3] - height) * y, width, height]);
    };
    const bar = world.parentElement.querySelector(".zoom");
    bar.hidden = false;
    bar.addEventListener("click", ({ target }) => {
      const how = target.dataset.zoom;
      if (how === "home" || how === "sheet") set(world.dataset[how].split(" ").map(Number));
      else if (how) by(Number(how));
    });
    let held = null;
    world.addEventListener("pointerdown", (event) => {
      held = { x: event.clientX, y: event.clientY, view: view.slice(), moved: false };
    });
    addEventListener("pointermove", (event) => {
      if (!held || !(event.buttons & 1)) return void (held = null);
      const unit = view[2] / world.clientWidth;
      const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
      if (Math.abs(dx) + Math.abs(dy) > 4) held.moved = true;
      if (held.moved) set([held.view[0] - dx * unit, held.view[1] - dy * unit, view[2], view[3]]);
    });
    world.addEventListener("click", (event) => {
      if (held && held.moved) event.preventDefault();
      held = null;
    }, true);
    world.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const at = dots.indexOf(document.activeElement);
      if (!by || at < 0) return;
      event.preventDefault();
      const next = dots[(at + by + dots.length) % dots.length];
      dots[at].setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  }

  function tips() {
    const tip = $("tip");
    const shown = (event) => {
      const target = event.target.closest && event.target.closest("[data-tip]");
      if (!target) return void (tip.hidden = true);
      tip.textContent = target.dataset.tip;
      tip.hidden = false;
      const box = target.getBoundingClientRect();
      const left = Math.min(innerWidth - tip.offsetWidth - 8, Math.max(8, box.left + box.width / 2 - tip.offsetWidth / 2));
      const above = box.top - tip.offsetHeight - 8;
      tip.style.left = `${left + scrollX}px`;
      tip.style.top = `${(above < 8 ? box.bottom + 8 : above) + scrollY}px`;
    };
    addEventListener("pointerover", shown);
    addEventListener("focusin", shown);
  }

  /** Arrow keys lead from mention to mention, and along a list. */
  function arrows(event) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...event.currentTarget.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const next = links[at + by];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }

  async function start() {
    index = await unpack(packed.index);
    ranked = [...index.names.keys()].sort((a, b) => index.names[b][NAME.mentions] - index.names[a][NAME.mentions] || a - b);
    for (const tools of document.querySelectorAll("header .tools")) tools.hidden = false;
    let chosen = theme("auto");
    $("theme").addEventListener("click", () => (chosen = theme(chosen === "dark" ? "light" : "dark")));
    $("print").addEventListener("click", () => paper(true).then(() => print()));
    addEventListener("beforeprint", () => void ($("paper").childElementCount || paper(false)));
    addEventListener("afterprint", () => clear($("paper")));
    let timer = 0;
    $("search").addEventListener("input", ({ target }) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        state.query = target.value.trim();
        search();
      }, 120);
    });
    for (const chip of document.querySelectorAll(".chip[data-label]")) chip.addEventListener("click", () => toggle(Number(chip.dataset.label)));
    for (const id of ["text", "name-list", "document-list", "why"]) $(id).addEventListener("keydown", arrows);
    $("previous").addEventListener("click", () => step(-1));
    $("next").addEventListener("click", () => step(1));
    addEventListener("hashchange", go);
    for (const world of document.querySelectorAll("svg.world")) zoom(world);
    tips();
    await search();
    if (index.documents.length && !/^#[dn]\d/.test(location.hash)) await show(0);
    else if (!index.documents.length) draw();
    await go();
    document.documentElement.dataset.ready = "yes";
    performance.mark("ready");
    await prepare();
  }

  start();
})();
