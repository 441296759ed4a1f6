// The report in Chromium: what a reader does with it, and what a hostile text
// must not do. Usage: run, in this folder.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const gaztag = process.argv[2];
const here = import.meta.dirname;
const seeds = resolve(here, "../../seeds");
const work = mkdtempSync(join(tmpdir(), "gaztag-browser-"));
const pictures = join(here, "out");
mkdirSync(pictures, { recursive: true });

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Within so many milliseconds of the processor a page of 5,000 documents has to be ready. */
const READY = 2000;

const run = (...args) => execFileSync(gaztag, args, { stdio: ["ignore", "pipe", "pipe"] });

const context = await chromium.launchPersistentContext(join(work, "profile"), {
  executablePath: process.env.CHROMIUM, headless: true, args: FLAGS, viewport: { width: 1360, height: 900 },
});

/** Opens a page; what it asks of a network, says or throws is noted. */
async function open(path, hash = "") {
  const page = await context.newPage();
  const noted = [];
  page.on("request", (request) => {
    if (!request.url().startsWith("file:") && !request.url().startsWith("blob:")) noted.push(`request ${request.url()}`);
  });
  page.on("console", (message) => noted.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => noted.push(`error ${error.message}`));
  page.on("dialog", (dialog) => (noted.push("dialog"), dialog.dismiss()));
  await page.addInitScript(() => {
    window.pwned = () => (window.isPwned = true);
  });
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(pathToFileURL(path).href + hash);
  await page.waitForSelector("html[data-ready=yes]", { timeout: 30000 });
  return { page, noted, session };
}

/** What the page's thread has worked so far, in milliseconds: other work on the machine does not count. */
async function busy(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  return 1000 * metrics.find(({ name }) => name === "TaskDuration").value;
}

const tests = [];
const test = (name, body) => tests.push([name, body]);

function rowsOf(csv) {
  const [head, ...rows] = parse(readFileSync(csv, "utf8"));
  return rows.map((row) => Object.fromEntries(head.map((title, i) => [title, row[i]])));
}

function parse(csv) {
  const rows = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\n") rows.push([]);
    if (end === "") break;
  }
  return rows.filter((row) => row.length > 1);
}

const csv = join(work, "samples.csv");
const html = join(work, "samples.html");
run("annotate", seeds, "--nested", "--columns", "country,latitude,longitude", "-o", csv);
run("report", csv, "--texts", seeds, "--title", "Samples", "-o", html);
const rows = rowsOf(csv);

test("the page is small", async () => {
  const size = statSync(html).size;
  assert(size < 400_000, `${size} bytes`);
  return `${size} bytes`;
});

test("every mention of the rows is in the texts", async () => {
  const { page, noted } = await open(html);
  let count = 0;
  const documents = [...new Set(rows.map((row) => row.document))];
  for (const document of documents) {
    await page.locator("#document-list a", { hasText: document }).click();
    await page.waitForFunction((name) => document.getElementById("document-title").textContent === name, document);
    const found = await page.$$eval("#text .m", (nodes) => nodes.map((node) => node.textContent));
    const wanted = rows.filter((row) => row.document === document).map((row) => row.text);
    assert.deepEqual([...new Set(found)].sort(), [...new Set(wanted)].sort());
    assert.equal(found.length, wanted.length);
    assert.equal(await page.$eval("#text", (node) => node.textContent), readFileSync(join(seeds, document), "utf8"));
    count += found.length;
  }
  assert.equal(count, rows.length);
  assert.deepEqual(noted, []);
  await page.close();
  return `${count} mentions`;
});

test("points of the map stand at the coordinates of the rows", async () => {
  const { page } = await open(html);
  const dots = await page.$$eval(".dot", (all) => all.map((dot) => [dot.dataset.tip.replace(/: \d.*/, ""), dot.dataset.latitude, dot.dataset.longitude]));
  // Rows of one id are one name, whatever each of them is called; those of a
  // name without an id may lie at several places, and the first one is drawn.
  const key = (row) => row.id || `\0${row.name}`;
  const located = rows.filter((row) => row.gaz_latitude);
  const known = new Map(located.toReversed().map((row) => [key(row), row]));
  assert(known.size > 3);
  for (const [name, row] of known) {
    const names = rows.filter((other) => key(other) === name).map((other) => other.name);
    const here = ([title, latitude, longitude]) => names.includes(title) && Math.abs(latitude - row.gaz_latitude) < 1e-6 && Math.abs(longitude - row.gaz_longitude) < 1e-6;
    assert(dots.some(here), `${name}: ${dots.filter(([title]) => names.includes(title))}`);
  }
  await page.close();
  return `${known.size} of ${dots.length} points`;
});

test("from a mention to why, to all mentions, and back", async () => {
  const { page, noted } = await open(html);
  const mark = page.locator("#text .m").nth(3);
  const text = await mark.textContent();
  await mark.click({ position: { x: 3, y: 5 } });
  await page.waitForSelector("#why .all a");
  assert.equal(await page.locator("#why h3").first().textContent(), text);
  assert.match(await page.locator("#why dl").textContent(), /Why/);
  const title = await page.locator("#document-title").textContent();
  const first = page.url();
  await page.locator("#name-list a", { hasText: "Shanghai" }).first().click();
  await page.waitForFunction(() => location.hash.startsWith("#n"));
  await page.waitForSelector("#why .all a");
  const lines = page.locator("#why .all a");
  await lines.last().click();
  await page.waitForSelector("#text .m.on");
  assert.match(await page.locator("#text .m.on").first().textContent(), /Shanghai/);
  await page.goBack();
  await page.goBack();
  await page.waitForFunction((url) => location.href === url, first);
  await page.waitForFunction((title) => document.getElementById("document-title").textContent === title, title);
  assert.equal(await page.locator("#text .m.on").first().textContent(), text);
  assert.deepEqual(noted, []);
  await page.close();
});

test("search and filter", async () => {
  const { page, noted } = await open(html);
  await page.fill("#search", "shanghai");
  await page.waitForFunction(() => /\d document/.test(document.getElementById("status").textContent));
  const told = Number(await page.locator("#count-documents").textContent());
  const wanted = new Set(rows.map((row) => row.document));
  const holding = [...wanted].filter((name) => /shanghai/i.test(readFileSync(join(seeds, name), "utf8")));
  assert.equal(told, holding.length);
  assert(await page.evaluate(() => CSS.highlights.get("found").size > 0));
  await page.fill("#search", "");
  await page.waitForFunction((all) => document.getElementById("count-documents").textContent === String(all), wanted.size);
  const before = await page.locator("#text .m").count();
  await page.locator(".chip", { hasText: "ORG" }).click();
  assert.equal(await page.locator("#text .m.l0").count(), 0);
  assert.equal(await page.locator("#name-list a.l0").count(), 0);
  await page.locator(".chip", { hasText: "ORG" }).click();
  assert.equal(await page.locator("#text .m").count(), before);
  await page.locator("#name-list a").first().click();
  await page.getByRole("button", { name: "Only documents with it" }).click();
  await page.waitForSelector("#filter .chip");
  assert(Number(await page.locator("#count-documents").textContent()) <= wanted.size);
  await page.locator("#filter .chip").click();
  await page.waitForFunction((all) => document.getElementById("count-documents").textContent === String(all), wanted.size);
  assert.deepEqual(noted, []);
  await page.close();
});

test("the keyboard alone", async () => {
  const { page } = await open(html);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the texts");
  await page.keyboard.press("Enter");
  await page.locator("#text .m").first().focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.mark), "1");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#text .m.on");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.mark), "1");
  await page.locator(".dot").first().focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => [...document.querySelectorAll(".dot")].indexOf(document.activeElement)), 1);
  assert.equal(await page.locator("#tip").isVisible(), true);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash.startsWith("#n"));
  await page.close();
});

test("an amount's bar shows its amounts", async () => {
  const { page } = await open(html);
  await page.locator("#amounts a").first().click();
  await page.waitForSelector("#why .all a");
  assert((await page.locator("#why .all a").count()) > 0);
  await page.close();
});

const axe = readFileSync(join(here, "node_modules/axe-core/axe.min.js"), "utf8");

test("axe finds nothing, light and dark", async () => {
  const { page } = await open(html);
  const check = async (what) => {
    await page.waitForTimeout(50);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    const told = violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html).join(" | ")}`);
    assert.deepEqual(told, [], what);
  };
  await check("light");
  await page.$eval("#text .m", (mark) => mark.click());
  await page.waitForSelector("#why .all a");
  await page.locator("#theme").click();
  await check("dark");
  await page.close();
});

test("paper holds every text", async () => {
  const { page } = await open(html);
  await page.evaluate(() => (window.print = () => dispatchEvent(new Event("printed"))));
  const printed = page.evaluate(() => new Promise((done) => addEventListener("printed", done, { once: true })));
  await page.locator("#print").click();
  await printed;
  assert.equal(await page.locator("#paper .text").count(), new Set(rows.map((row) => row.document)).size);
  await page.close();
});

const attacks = readFileSync(join(here, "attacks.txt"), "utf8").split("\n").filter(Boolean);

test("attacks stay text", async () => {
  const texts = join(work, "attacks");
  mkdirSync(texts);
  const lines = attacks.flatMap((attack, i) => {
    const name = `${i} ${attack.replaceAll("/", "∕")}.txt`.slice(0, 100);
    const text = `${attack} Velmora ${attack}`;
    writeFileSync(join(texts, name), text);
    const points = [...text].length;
    const row = { line: 1, name: attack, id: attack, rule: attack, sentence: text, gaz_country: attack, gaz_latitude: i, gaz_longitude: i };
    return [
      { document: name, start: 0, end: points, label: i % 2 ? attack : "PLACE", text, ...row },
      { document: name, start: 0, end: [...attack].length, label: "MONEY", text: attack, amount: i + 1, currency: attack, ...row },
      { document: `only rows ${attack}`, start: 0, end: [...attack].length, label: "ORG", text: attack, ...row },
    ];
  });
  const rows = join(work, "attacks.jsonl");
  const html = join(work, "attacks.html");
  writeFileSync(rows, lines.map((line) => JSON.stringify(line)).join("\n"));
  run("report", rows, "--texts", texts, "--title", attacks.join(" "), "-o", html);
  const { page, noted } = await open(html);
  const foreign = () => page.evaluate(() => [
    window.isPwned, document.scripts.length, document.querySelectorAll("img,iframe,object,embed,base,link,form,math,details,meta[http-equiv=refresh]").length,
    document.querySelectorAll("input").length, [...document.querySelectorAll("a")].filter((a) => !/^(#|https:\/\/(www\.geonames|creativecommons)\.org\/)/.test(a.getAttribute("href") ?? "#")).length,
    [...document.querySelectorAll("*")].filter((node) => [...node.attributes].some((a) => a.name.startsWith("on") || a.name === "style" && node.id !== "tip")).length,
  ]);
  const clean = [undefined, 2, 0, 1, 0, 0];
  assert.deepEqual(await foreign(), clean);
  const count = await page.locator("#document-list a").count();
  assert.equal(count, attacks.length * 2);
  for (let i = 0; i < count; i++) {
    await page.evaluate((i) => document.querySelectorAll("#document-list a")[i].click(), i);
    await page.waitForFunction((i) => document.querySelectorAll("#document-list a")[i]?.getAttribute("aria-current") === "true", i);
    await page.evaluate(() => document.querySelector("#text .m")?.click());
    if (i % 9 === 0) await page.waitForSelector("#why .all a");
  }
  for (const attack of attacks) {
    await page.fill("#search", attack);
    await page.waitForTimeout(130);
  }
  await page.evaluate(() => document.querySelectorAll("[data-tip]").forEach((node) => node.dispatchEvent(new Event("pointerover", { bubbles: true }))));
  assert.deepEqual(await foreign(), clean);
  assert.deepEqual(noted, []);
  await page.close();
  for (const attack of attacks) {
    const { page, noted } = attack.startsWith("#") ? await open(html, attack) : { page: null, noted: [] };
    assert.deepEqual(noted, []);
    await page?.close();
  }
  return `${attacks.length} attacks`;
});

test("right to left, nested, crossing and other planes", async () => {
  const text = "شركة زوربلاكس في فيلمورا 😀 Bank of Velmora Ltd 😀.\nשלום Velmora";
  const at = (words, from = 0) => {
    const start = [...text.slice(0, text.indexOf(words, from))].length;
    return { start, end: start + [...words].length };
  };
  const spans = [
    { ...at("شركة زوربلاكس"), label: "ORG" }, { ...at("Bank of Velmora Ltd"), label: "ORG" }, { ...at("Velmora"), label: "PLACE" },
    { ...at("Ltd 😀"), label: "OTHER" }, { ...at("Velmora", text.indexOf("שלום")), label: "PLACE" },
  ];
  const rows = join(work, "rtl.jsonl");
  const html = join(work, "rtl.html");
  writeFileSync(rows, JSON.stringify({ id: "rtl.txt", text, spans }));
  run("report", rows, "-o", html);
  const { page, noted } = await open(html);
  assert.equal(await page.$eval("#text", (node) => node.textContent), text);
  const found = await page.$$eval("#text .m", (nodes) => nodes.map((node) => node.textContent));
  assert.deepEqual(found, ["شركة زوربلاكس", "Bank of Velmora Ltd", "Velmora", "Ltd", " 😀", "Velmora"]);
  assert.equal(await page.locator("#text .m .m").count(), 2);
  assert.deepEqual(noted, []);
  await page.screenshot({ path: join(pictures, "rtl.png") });
  await page.close();
});

test("5,000 documents", async () => {
  const texts = join(work, "many");
  mkdirSync(texts);
  const names = Array.from({ length: 3000 }, (_, i) => `${["Vel", "Zor", "Brack", "Thor", "Quin"][i % 5]}${["mora", "blax", "well", "nia", "dor"][(i / 5) % 5 | 0]}${i} ${["Bank", "Paints", "Group"][i % 3]}`);
  let seed = 7;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const words = readFileSync(resolve(here, "../../gazetteers/words/common.csv"), "utf8").split("\n").slice(1, 20000).map((line) => line.split(",")[0]);
  const lines = [];
  for (let i = 0; i < 5000; i++) {
    const document = `${2001 + (i % 20)}-0${1 + (i % 9)}-1${i % 10}_${i}.txt`;
    let text = "";
    for (let m = 0; m < 30; m++) {
      for (let w = 0; w < 14; w++) text += `${words[random(words.length)]} `;
      const name = names[Math.min(random(3000), random(3000))];
      lines.push(JSON.stringify({ document, start: text.length, end: text.length + name.length, label: m % 3 ? "ORG" : "PLACE", text: name, name, rule: "list", sentence: "", gaz_latitude: random(120) - 55, gaz_longitude: random(340) - 170 }));
      text += `${name}${m % 5 === 4 ? ".\n\n" : ", "}`;
    }
    writeFileSync(join(texts, document), text);
  }
  const rows = join(work, "many.jsonl");
  const html = join(work, "many.html");
  writeFileSync(rows, lines.join("\n"));
  run("report", rows, "--texts", texts, "--date-from-name", "-o", html);
  const size = statSync(html).size;
  assert(size < 20_000_000, `${size} bytes`);
  const { page, noted, session } = await open(html);
  const ready = await page.evaluate(() => performance.getEntriesByName("ready")[0].startTime);
  const cpu = await busy(session);
  await page.fill("#search", names[2000]);
  const begin = Date.now();
  await page.waitForFunction(() => /\d document/.test(document.getElementById("status").textContent), null, { timeout: 60000 });
  const searched = Date.now() - begin;
  assert.deepEqual(noted, []);
  await page.fill("#search", "");
  await page.screenshot({ path: join(pictures, "many.png"), fullPage: true });
  await page.close();
  const told = `${(size / 1e6).toFixed(1)} MB, ready after ${ready.toFixed(0)} ms, ${cpu.toFixed(0)} ms of them at work; searched ${searched} ms`;
  assert(cpu < READY, told);
  return told;
});

async function picture(name, options, act = async () => {}) {
  const { page } = await open(html);
  if (options.dark) await page.locator("#theme").click();
  if (options.viewport) await page.setViewportSize(options.viewport);
  await act(page);
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: options.full });
  await page.close();
}

let failed = 0;
const only = process.env.ONLY;
for (const [name, body] of tests) {
  if (only && !name.includes(only)) continue;
  try {
    const told = await body();
    console.log(`ok    ${name}${told ? ` (${told})` : ""}`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}\n${error.stack}`);
  }
}
const choose = async (page) => {
  await page.locator("#name-list a", { hasText: "Shanghai" }).first().click();
  await page.locator("#why .all a").nth(1).click();
  await page.waitForSelector("#text .m.on");
};
await picture("whole", { full: true }, choose);
await picture("texts", {}, choose);
await picture("readme", { viewport: { width: 1240, height: 800 } }, async (page) => {
  await page.locator("#document-list a").nth(3).click();
  await page.waitForFunction(() => document.querySelectorAll("#document-list a")[3].getAttribute("aria-current"));
  await page.$eval("#text .m.l0", (mark) => mark.click());
  await page.waitForSelector("#why .all a");
  await page.locator("#texts").evaluate((node) => node.scrollIntoView({ block: "start", behavior: "instant" }));
});
await picture("texts-dark", { dark: true }, choose);
await picture("whole-dark", { dark: true, full: true });
await picture("phone", { full: true, viewport: { width: 400, height: 800 } });
await context.close();
rmSync(work, { recursive: true, force: true });
console.log(failed ? `${failed} of ${tests.length} failed` : `all ${tests.length} hold`);
process.exit(failed ? 1 : 0);
