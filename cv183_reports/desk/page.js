"use strict";

/* The desk's only script. What comes from files is text, and stays text: nothing here writes markup. */

const find = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const TOKEN = find("meta[name=token]").content;
const LIMITS = document.body.dataset;
const WINDOW = Math.random().toString(36).slice(2);
const BUSY = 400, CALM = 2000, AWAY = 5000, PATIENCE = 3, MANY_POINTS = 4, LOOK_AGAIN = 10000;
const ENDINGS = { done: "xong", look: "xong, có chỗ phải xem", stopped: "chưa làm được", cancelled: "đã dừng" };

let known = 0;           // number of the result that is shown
let last = null;         // what the server told last
let result = null;
let chosen = null;       // the step that is open
let failures = 0;
let timer = 0;
let looked = Date.now();
let waited = 0;          // number of the work that was announced
let live = { number: 0, rows: [] };  // files judged by the work under way
let uploading = null;    // files on their way to the server
let asked = 0;           // questions so far
let shut = false;        // by the button of this window
const ROW_HEADS = [["Đơn vị", "unit"], ["Tệp", "file"], ["Kết luận", "verdict"], ["Chỗ sai, làm gì", ""]];
const TITLES = JSON.parse(LIMITS.titles);
const COMMAND = /cv183-report ([a-z]+)((?: (?:"[^"]*"|--[a-z-]+|templates|returns|receipts|reminders|reports|\d{4}-\d\d-\d\dT[\d:]+|\d{4}-(?:\d\d|Q\d)|TỆP(?:\.docx|…)?|LÝ_DO|KỲ))*)/g;
const PLACE = /(cv183-report explain \S+) ((?:[^."]|\.(?=\d))+)/g;  // of several words, to the end of the sentence
const DEEDS = {
  status: "overview", "receive --take": "take", "receive --set-aside": "set-aside", "doctor --fix": "doctor-fix", "close --as-of": "close", "mail templates": "mail-templates",
  "mail returns": "mail-returns", "mail receipts": "mail-receipts", "mail reminders": "mail-reminders", "mail reports": "mail-reports",
};
const AT_ONCE = ["take", "set-aside", "check", "explain", "doctor-fix", "overview"];  // what a command in a sentence says whole
const picked = { "other": [], "signed-other": [] };

function make(tag, look, ...children) {
  const element = document.createElement(tag);
  if (look) element.className = look;
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

/* Asking */

async function post(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "X-Desk-Token": TOKEN }, body });
  if (answer.ok) return answer.json();
  if (answer.status === 413) throw new Error(LIMITS.big);
  const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : [];
  const sentences = told.map((point) => `${point.what}. ${point.todo}`);
  throw new Error(sentences.join(" ") || (await answer.text()));
}

async function poll() {
  clearTimeout(timer);
  if (shut) return;
  try {
    const answer = await fetch(`state?window=${WINDOW}&known=${known}&work=${live.number}&rows=${live.rows.length}`);
    if (!answer.ok) throw new Error(await answer.text());
    const state = await answer.json();
    if (shut) return;
    failures = 0;
    show(state);
  } catch {
    failures += 1;
    if (failures >= PATIENCE) gone("Bàn làm việc đã đóng. Mở lại bằng CV183 trong thư mục làm việc rồi dùng trang mới.");
  }
  const pause = failures >= PATIENCE ? AWAY : failures || (last && last.under) ? BUSY : CALM;
  timer = setTimeout(poll, pause);
}

function gone(sentence) {
  find("#gone").textContent = sentence;
  find("#gone").hidden = false;
  find("main").inert = true;
}

async function tell(work) {
  note("");
  try {
    await work();
  } catch (error) {
    note(refusalOf(error));
  }
  poll();
}

/* What browsers say themselves is English. */
function refusalOf(error) {
  if (error instanceof DOMException) return "Không đọc được tệp hoặc thư mục vừa thả: đã đổi tên, đã bị xóa, hoặc máy không cho đọc. Chép ra một thư mục khác rồi thả lại.";
  return error instanceof TypeError ? "Bàn làm việc không trả lời." : error.message;
}

/* What cannot be done is said above, whatever else is shown; until something else is asked for. */
function note(sentence) {
  find("#note").replaceChildren(make("b", "", "Chưa làm được. "), sentence);
  find("#note").hidden = sentence === "";
}

const say = (sentence) => { find("#live").textContent = sentence; };

function head(title, ending, words) {
  find("#result-title").replaceChildren(title, make("span", `ending ${ending}`, words || ENDINGS[ending]));
}

/* Showing */

function show(state) {
  const first = last === null;
  last = state;
  find("#gone").hidden = true;
  find("main").inert = false;
  find("#where").textContent = state.folder;
  showPeriods(state);
  showMonth(state);
  showWork(state.under);
  showTrouble(state.trouble);
  showOverview(state);
  if (state.number !== known) {
    known = state.number;
    result = state.told;
    showResult(!first);
  }
  showLive(state);
  if (chosen === null && state.month) open(fromAddress() ?? nextStep(state), false);
  // not disabled: who works by keyboard keeps the focus
  all("[data-deed], [data-pick]").forEach((button) => button.setAttribute("aria-disabled", isBusy(state)));
}

const isBusy = (state) => uploading !== null || (state.under !== null && !state.under.silent);
const nextStep = (state) => state.month.stages.findIndex((stage) => stage.is_next) + 1;

function fromAddress() {
  const step = location.hash.match(/^#buoc-([0-6])$/);
  return step ? Number(step[1]) : null;
}

function showPeriods(state) {
  const select = find("#period");
  const shown = [...select.options].map((option) => option.value).join();
  if (shown !== state.periods.map(([value]) => value).join()) {
    select.replaceChildren(...state.periods.map(([value, words]) => new Option(words, value)));
  }
  if (document.activeElement !== select) select.value = state.period;
}

function showMonth(state) {
  const month = state.month;
  find("#mark").hidden = !(month && month.mark);
  find("#mark").textContent = month ? month.mark : "";
  if (!month) {
    const words = state.periods.find(([value]) => value === state.period)[1];
    find("#name").textContent = words;
    find("#next").textContent = state.trouble.length ? "Sửa chỗ nêu dưới đây" : `Đang đọc…${share(state.under)}`;
    find("#go").hidden = true;
    find("#deadlines").textContent = "";
    return;
  }
  const name = month.name[0].toUpperCase() + month.name.slice(1);
  document.title = `${name} – Bàn làm việc`;
  find("#name").textContent = name;
  find("#next").textContent = month.next;
  find("#deadlines").textContent = month.deadlines;
  const step = nextStep(state);
  find("#go").hidden = step === 0 || step === chosen;
  find("#go").textContent = `Đến bước ${step}`;
  month.stages.forEach((stage, index) => {
    const button = find(`.step[data-step="${index + 1}"]`);
    button.querySelector(".title").textContent = stage.name;
    button.querySelector(".told").textContent = stage.told;
    button.querySelector(".rank").textContent = stage.mark === "done" ? "✓" : stage.mark === "look" ? "!" : String(index + 1);
    button.classList.toggle("done", stage.mark === "done");
    button.classList.toggle("look", stage.mark === "look");
    button.classList.toggle("is-next", stage.is_next);
  });
  all("[data-panel='3'] [data-deed]").forEach((button) => button.classList.toggle("main", button.dataset.deed === month.deed));
  find("#closing").hidden = month.closed;
  find("#closed").hidden = !month.closed;
  showDocuments(month.documents);
}

function showDocuments(names) {
  const select = find("#document");
  const words = names.filter((name) => !name.toLowerCase().endsWith(".pdf"));
  const others = picked.other.map((file) => file.name);
  if (select.dataset.names !== JSON.stringify([words, others])) {
    const options = words.map((name) => new Option(name, name));
    if (others.length) options.unshift(new Option(`${others[0]} (tệp vừa chọn)`, ""));
    if (!options.length) options.push(new Option("(chưa có văn bản nào)", ""));
    select.replaceChildren(...options);
    select.dataset.names = JSON.stringify([words, others]);
  }
  const list = find("#signed");
  const signed = picked["signed-other"].map((file) => file.name);
  if (list.dataset.names !== JSON.stringify([names, signed])) {
    const ticked = new Set(all("#signed input:checked").map((input) => input.value));
    const rows = names.map((name) => {
      const input = make("input");
      Object.assign(input, { type: "checkbox", value: name, checked: ticked.has(name) });
      return make("li", "", make("label", "tick", input, name));
    });
    rows.push(...signed.map((name) => make("li", "", `✓ ${name} (tệp vừa chọn)`)));
    list.replaceChildren(...(rows.length ? rows : [make("li", "small", "Chưa có văn bản nào trong thư mục của kỳ.")]));
    list.dataset.names = JSON.stringify([names, signed]);
  }
}

function showWork(under) {
  const shown = under !== null && !under.silent;
  if (uploading === null) find("#work").hidden = !shown;
  if (!shown) return;
  find("#work-title").textContent = under.title;
  find("#work-label").textContent = under.stopping ? "đang dừng…" : counted(under);
  const bar = find("#work-bar");
  bar.max = under.expected;
  if (under.done) bar.value = Math.min(under.done, under.expected);
  else bar.removeAttribute("value");
  find("#stop").disabled = under.stopping;
  if (waited !== under.number) {
    waited = under.number;
    say(`Đang làm: ${under.title}`);
  }
}

/* Files appear as they are judged, the last first; the result takes their place. */
function showLive(state) {
  const number = state.under && !state.under.silent ? state.under.number : 0;
  if (live.number !== number) live = { number, rows: [] };
  if (!number || !state.arrived.length) return;
  if (!live.rows.length) {
    head(state.under.title, "look", "đang kiểm tra");
    find("#result-body").replaceChildren(table("rows", "Từng tệp, tệp vừa kiểm tra ở trên", ROW_HEADS, []));
    result = { deed: "receive", title: state.under.title, ending: "look", lines: [], places: [] };
    place();
    bringIntoSight();
  }
  live.rows.push(...state.arrived);
  find("#result-body tbody").prepend(...state.arrived.map((file) => fileRow(file, false)).reverse());
}

const share = (under) => (under && under.expected > 1 ? ` ${Math.min(under.done, under.expected)}/${under.expected}` : "");
const counted = (under) => (under.label && under.label !== under.title ? `– ${under.label}${share(under)}` : share(under));

function showTrouble(points) {
  const place = find("#trouble");
  const told = JSON.stringify(points);
  if (place.dataset.told === told) return;
  place.dataset.told = told;
  if (!points.length) return place.replaceChildren();
  const [register, again] = ["Mở thư mục danh mục", "Đã sửa xong, xem lại"].map((words) => make("button", "plain", words));
  register.type = again.type = "button";
  register.dataset.open = "data";
  again.addEventListener("click", lookAgain);
  const isRegister = points.some((point) => point.where.includes("danh-muc"));
  place.replaceChildren(pointTable(points, "Phải sửa trước"), make("p", "buttons", isRegister ? register : null, again));
}

function showOverview(state) {
  const frame = find("#overview");
  const address = `overview?${state.period}-${state.overview}`;
  find("#no-overview").hidden = state.overview > 0;
  find("#alone").hidden = state.overview === 0;
  frame.hidden = state.overview === 0;
  if (chosen === 0 && state.overview > 0 && frame.getAttribute("src") !== address) frame.src = address;
}

/* Results */

const homeOf = (deed) => {
  const button = find(`[data-deed="${deed === "doctor-fix" ? "doctor" : deed}"]`);
  return Number((button ? button.closest(".panel") : find("#drop").closest(".panel")).dataset.panel);
};

function showResult(fresh) {
  if (result) {
    head(result.title, result.ending);
    find("#result-body").replaceChildren(...bodyOf(result));
    if (fresh) {
      if (result.deed === "receive") find("#keep").checked = false;
      if (result.deed === "close" && ["done", "look"].includes(result.ending)) find("#reason").value = "";
      const errors = result.points.filter((point) => point.severity === "error").slice(0, MANY_POINTS);
      say([`${result.title}: ${ENDINGS[result.ending]}.`, ...result.lines, ...errors.map((point) => `${point.what}. ${point.todo}`)].join(" "));
      looked = Date.now();
    }
  }
  place();
  if (fresh && !(result && result.deed === "overview")) bringIntoSight();
}

/* Below a small screen nobody knows that anything came. */
function bringIntoSight() {
  const { top, bottom } = find("#result").getBoundingClientRect();
  if (top < 0 || (bottom > innerHeight && top > innerHeight / 2)) find("#result").scrollIntoView();
}

/* A result stands in the step that it belongs to; from the others a line leads to it. */
function place() {
  const home = result ? homeOf(result.deed) : null;
  find("#result").hidden = home === null || home !== chosen;
  find("#elsewhere").hidden = home === null || home === chosen || chosen === null;
  if (home !== null) find("#see").textContent = `Xem kết quả việc vừa làm: ${result.title} (${ENDINGS[result.ending]})`;
}

function bodyOf(told) {
  const parts = [];
  if (told.lines.length) parts.push(make("ul", "lines", ...told.lines.map((line) => make("li", "", ...worded(line)))));
  if (told.rows.length) parts.push(...rowTable(told.rows, told.deed !== "trial"));
  if (told.deed === "trial") parts.push(make("p", "", "Muốn nhận: bỏ đánh dấu “Chỉ xem trước”, rồi thả lại các tệp."));
  parts.push(...told.places.map(placeTold));
  if (told.files.length) parts.push(fileTable(told.files));
  if (told.points.length) parts.push(pointTable(told.points, "Điều cần biết"));
  if (told.folder) {
    const button = make("button", "plain", "Mở thư mục chứa kết quả");
    button.type = "button";
    button.dataset.open = told.folder;
    parts.push(make("p", "buttons", button));
  }
  return parts.length ? parts : [make("p", "", "Không có gì phải xem.")];
}

function table(look, caption, heads, rows) {
  const row = make("tr", "");
  heads.forEach(([words, name]) => {
    const cell = make("th", name, words);
    cell.scope = "col";
    row.append(cell);
  });
  return make("table", look, make("caption", "", caption), make("thead", "", row), make("tbody", "", ...rows));
}

function pointTable(points, caption) {
  const rows = points.map((point) => make("tr", "",
    make("td", "", make("span", `badge ${point.severity}`, point.words)),
    make("td", "", point.where),
    make("td", "", `${point.what}. `, make("span", "code", point.code)),
    make("td", "", ...worded(point.todo))));
  const heads = [["Mức", "kind"], ["Chỗ", "where"], ["Điều gì", ""], ["Làm gì", "todo"]];
  return table("points", `${caption} (${points.length})`, heads, rows);
}

function fileTable(files) {
  const rows = files.map((file) => make("tr", "", make("td", "", file.name), make("td", "", file.words)));
  return table("files", "Tệp", [["Tên tệp", ""], ["Ghi thế nào", ""]], rows);
}

/* Where a figure comes from: how it is counted, then part by part the units. */
function placeTold(place) {
  const parts = place.parts.map((part) => make("details", "", make("summary", "", part.text),
    make("ul", "", ...part.units.map((unit) => make("li", "", unit)))));
  const sums = place.sums.map((sum) => make("li", "", `→ ${sum}`));
  return make("section", "", make("h3", "", place.name), make("p", "", place.text), make("p", "", place.rule),
    sums.length ? make("ul", "lines", ...sums) : null, ...parts);
}

function rowTable(files, isBooked) {
  const select = make("select", "");
  select.id = "verdicts";
  const kinds = new Map();
  files.forEach((file) => kinds.set(file.words, (kinds.get(file.words) || 0) + 1));
  select.append(new Option(`Tất cả (${files.length})`, ""), ...[...kinds].map(([words, count]) => new Option(`${words} (${count})`, words)));
  const label = make("label", "", "Chỉ xem tệp ");
  label.htmlFor = select.id;
  const rows = files.map((file) => fileRow(file, isBooked));
  select.addEventListener("change", () => rows.forEach((row, index) => {
    row.hidden = select.value !== "" && files[index].words !== select.value;
  }));
  return [make("p", "buttons", label, select), table("rows", "Từng tệp", ROW_HEADS, rows)];
}

function fileRow(file, isBooked) {
  const points = file.points.map(pointItem);
  const told = [];
  if (points.length) told.push(make("ul", "told-of", ...points.slice(0, MANY_POINTS)));
  if (points.length > MANY_POINTS) {
    const rest = points.slice(MANY_POINTS);
    told.push(make("details", "", make("summary", "", `Còn ${rest.length} điểm nữa`), make("ul", "told-of", ...rest)));
  }
  if (!points.length) told.push(make("span", "small", "không có gì phải xem"));
  if (isBooked && file.points.some((point) => point.severity === "error")) told.push(choices(file));
  return make("tr", "",
    make("td", "unit", file.unit || "(chưa rõ đơn vị)"),
    make("td", "", file.file, file.came ? make("div", "small", file.came) : ""),
    make("td", "verdict", make("span", `badge ${file.verdict}`, file.words)),
    make("td", "", ...told));
}

function pointItem(point) {
  const where = point.where ? make("b", "", `${point.where}: `) : "";
  return make("li", "", make("span", `badge ${point.severity}`, point.words), " ", where, `${point.what}. `,
    make("span", "todo", "→ ", ...worded(point.todo)), " ", make("span", "code", point.code));
}

/* A command in a sentence of ours is the button that does it; one that no button does stays as it is. What is wrong
   quotes what units wrote, and stays text. */
function worded(sentence) {
  const text = sentence.replace(PLACE, '$1 "$2"');
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(COMMAND)) {
    const button = meant(found[1], found[2].match(/"[^"]*"|\S+/g) || []);
    if (!button) continue;
    parts.push(text.slice(end, found.index).replace(/chạy(:? )$/, "bấm$1").replace(/Chạy(:? )$/, "Bấm$1"), button);
    end = found.index + found[0].length;
  }
  return [...parts, text.slice(end)];
}

function meant(command, words) {
  const bare = words.map((word) => word.replaceAll('"', ""));
  const way = bare.find((word) => `${command} ${word}` in DEEDS);
  const behind = (option) => bare[bare.indexOf(option) + 1];
  const isAnyFile = way && behind(way) === "TỆP";
  const deed = isAnyFile ? "check" : DEEDS[way ? `${command} ${way}` : command] || command;
  const isMore = bare.some((word) => word.startsWith("--") && ![way, "--reason", "--signed"].includes(word));
  const period = bare.find((word) => /^\d{4}-\w\w$/.test(word)) || shownPeriod();
  const called = last.periods.find(([value]) => value === period);
  if (!TITLES[deed] || isMore || !called) return null;
  const told = { take: { file: behind(way) }, "set-aside": { file: behind(way), reason: behind("--reason") }, explain: { place: bare[1] }, close: { as_of: way && behind(way) } };
  const where = [AT_ONCE.includes(deed) ? "" : `bước ${homeOf(deed)}`, period === shownPeriod() ? "" : called[1].toLowerCase()];
  const more = where.filter(Boolean).join(", ");
  const title = command === "status" ? "trang Tình hình" : TITLES[deed];
  const button = make("button", "link", more ? `${title} (${more})` : title);
  button.type = "button";
  button.addEventListener("click", () => tell(() => lead(deed, period, told[deed] || {})));
  return button;
}

/* To the step of a button, or at once to what it does; in its month. */
async function lead(deed, period, told) {
  if (period !== shownPeriod()) await post(`period?period=${period}`);
  open(homeOf(deed), true);
  if (deed === "set-aside") await setAside(told.file, told.reason, period);
  else if (told.as_of) await closeMonth(find("[data-deed=close]"), told, period);
  else if (AT_ONCE.includes(deed)) await begin(deed, told, period);
}

async function setAside(file, reason, period) {
  const answer = await ask(`Để riêng tệp «${file}», không tính vào đâu? Rút lại được.`, "Vì sao để riêng", reason);
  if (answer) await begin("set-aside", { file, reason: answer.reason }, period);
}

function choices(file) {
  const take = make("button", "link", "Tính tệp này");
  const aside = make("button", "link", "Để riêng, không tính…");
  take.type = aside.type = "button";
  take.addEventListener("click", () => tell(() => begin("take", { file: file.file }, shownPeriod())));
  aside.addEventListener("click", () => tell(() => setAside(file.file, "", shownPeriod())));
  const isAsked = file.points.some((point) => point.todo.includes("--take"));
  return make("p", "buttons", isAsked ? take : null, aside);
}

/* Doing */

/* The month is that of the click: another window may choose another one meanwhile. */
const begin = (deed, told, period) => post(`do/${deed}`, JSON.stringify({ ...told, period }));
const shownPeriod = () => (last ? last.period : "");

function ask(text, why, given) {
  const dialog = find("#ask");
  find("#ask-text").textContent = text;
  find("#ask-why").hidden = !why;
  find("#ask-why label").textContent = why || "";
  find("#ask-reason").value = given || "";
  find("#ask-reason").required = Boolean(why);
  dialog.returnValue = "";
  dialog.showModal();
  const mine = ++asked;
  return new Promise((resolve) => {
    const closed = () => {
      if (mine === asked && dialog.open) return;  // told late of the question before
      dialog.removeEventListener("close", closed);
      const isYes = mine === asked && dialog.returnValue === "yes";
      resolve(isYes ? { reason: find("#ask-reason").value } : null);
    };
    dialog.addEventListener("close", closed);
  });
}

async function act(button) {
  const deed = button.dataset.deed;
  const period = shownPeriod();
  const told = {};
  if (deed === "explain") {
    told.place = find("#place").value.trim();
    if (!told.place) throw new Error("Ghi chỗ cần xem vào ô trên rồi bấm lại, ví dụ: II.4, Phụ lục 1 dòng 7, HC02.");
  }
  if (deed === "verify" || deed === "lint") Object.assign(told, await oneDocument());
  if (deed === "close") return closeMonth(button, told, period);
  if (button.dataset.ask) {
    const answer = await ask(button.dataset.ask, button.dataset.why);
    if (!answer) return;
    told.reason = answer.reason;
  }
  await begin(deed, told, period);
}

async function oneDocument() {
  const name = find("#document").value;
  if (name) return { documents: [name] };
  if (!picked.other.length) throw new Error(LIMITS.none);
  return { parcel: await send(picked.other) };
}

async function closeMonth(button, told, period) {
  const documents = all("#signed input:checked").map((input) => input.value);
  const others = picked["signed-other"];
  const names = [...documents, ...others.map((file) => file.name)];
  if (!names.length) throw new Error(LIMITS.none);
  if (!await ask(button.dataset.ask.replace("{names}", () => names.join(", ")))) return;
  const parcel = others.length ? await send(others) : "";
  await begin("close", { ...told, documents, parcel, reason: find("#reason").value }, period);
}

async function receive(files) {
  if (!files.length) throw new Error(LIMITS.none);
  open(3, false);
  const period = shownPeriod();
  const parcel = await send(files);
  const deed = find("#trial").checked ? "trial" : "receive";
  if (parcel) await begin(deed, { parcel, keep_period: find("#keep").checked }, period);
}

/* Files go one by one, each with the time it was changed last. */
async function send(files) {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length > Number(LIMITS.files) || size > Number(LIMITS.parcel) && files.length > 1) throw new Error(LIMITS.many);
  const heavy = files.find((file) => file.size > Number(LIMITS.file));
  if (heavy) throw new Error(`${heavy.name}: ${LIMITS.big}`);
  uploading = { stopped: false };
  let parcel = "";
  try {
    parcel = await post(`parcel?size=${size + Math.max(...files.map((file) => file.size))}`);  // the server keeps a file twice while it comes
    for (const [index, file] of files.entries()) {
      if (uploading.stopped) throw new Error("Đã dừng theo yêu cầu; chưa nhận tệp nào.");
      showUpload(index, files.length);
      const query = new URLSearchParams({ name: file.name, modified: file.lastModified / 1000 });
      await post(`parcel/${parcel}?${query}`, file);
    }
  } catch (error) {
    if (parcel) await post(`parcel/${parcel}/drop`).catch(() => null);
    throw error instanceof TypeError ? new Error("Không đọc được tệp vừa chọn: tệp đang mở, đã đổi hoặc đã bị xóa. Chọn lại.") : error;
  } finally {
    uploading = null;
  }
  return parcel;
}

function showUpload(done, count) {
  find("#work").hidden = false;
  find("#work-title").textContent = "Chép tệp vào bàn làm việc";
  find("#work-label").textContent = `${done}/${count}`;
  Object.assign(find("#work-bar"), { max: count, value: done });
  find("#stop").disabled = false;
}

/* A dropped folder is walked; what is beyond the limit is not even listed. */
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  const files = [], most = Number(LIMITS.files);
  while (entries.length && files.length <= most) {
    const entry = entries.shift();
    if (entry.isFile) files.push(await new Promise((resolve, reject) => { entry.file(resolve, reject); }));
    else entries.push(...await children(entry, most));
  }
  return files;
}

async function children(folder, most) {
  const reader = folder.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
    found.push(...some);
    if (!some.length || found.length > most) return found;
  }
}

/* The steps */

function open(step, focus) {
  if (focus && step !== chosen) history.pushState(null, "", `#buoc-${step}`);
  else history.replaceState(null, "", `#buoc-${step}`);
  chosen = step;
  all(".panel").forEach((panel) => { panel.hidden = panel.dataset.panel !== String(step); });
  all(".step").forEach((button) => {
    if (button.dataset.step === String(step)) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  });
  if (last && last.month) find("#go").hidden = nextStep(last) === 0 || nextStep(last) === step;
  if (last) showOverview(last);
  place();
  if (focus) find(`.panel[data-panel="${step}"] h2`).focus();
}

/* Of a double click the second is no wish of its own. */
document.addEventListener("click", (event) => {
  if (event.detail < 2 || !event.target.closest("button")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  const { step, deed, open: folder, pick } = button.dataset;
  if (step !== undefined) {
    note("");
    open(Number(step), true);
  }
  if (deed) tell(() => act(button));
  if (folder) tell(() => post(`open/${folder}`));
  if (pick) find(`#${pick}`).click();
});
window.addEventListener("popstate", () => {
  if (fromAddress() !== null) open(fromAddress(), false);
});
find("#go").addEventListener("click", () => open(nextStep(last), true));
find("#see").addEventListener("click", () => {
  open(homeOf(result.deed), false);
  find("#result-title").focus();
});
function choosePeriod(period) {
  chosen = null;
  history.replaceState(null, "", location.pathname);
  tell(() => post(`period?period=${period}`));
}
find("#period").addEventListener("change", (event) => choosePeriod(event.target.value));
find("#following").addEventListener("click", () => choosePeriod(last.month.following));
find("#stop").addEventListener("click", () => {
  if (uploading) uploading.stopped = true;
  else if (last && last.under) tell(() => post(`stop?number=${last.under.number}`));
});
find("#shut").addEventListener("click", () => tell(async () => {
  await post("shut");
  shut = true;
  gone("Đã đóng bàn làm việc. Anh chị có thể đóng thẻ này.");
}));

for (const id of ["files", "folder"]) {
  find(`#${id}`).addEventListener("change", (event) => {
    const files = [...event.target.files];
    event.target.value = "";
    tell(() => receive(files));
  });
}
function pickDocuments(id, files) {
  picked[id] = find(`#${id}`).multiple ? files : files.slice(0, 1);
  if (last && last.month) showDocuments(last.month.documents);
}

for (const id of ["other", "signed-other"]) {
  find(`#${id}`).addEventListener("change", (event) => {
    pickDocuments(id, [...event.target.files]);
    event.target.value = "";
  });
}
find("#place").addEventListener("keydown", (event) => {
  if (event.key === "Enter") find("[data-deed=explain]").click();
});
find("#document").addEventListener("change", (event) => {
  if (event.target.value) picked.other = [];
});

/* Files may be dropped anywhere on the page; what is not taken is told, never passed over. */
const zone = find("#drop"), area = zone.closest(".panel");
for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
document.addEventListener("dragover", (event) => zone.classList.toggle("over", !area.hidden));
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) zone.classList.remove("over"); });
document.addEventListener("drop", (event) => {
  zone.classList.remove("over");
  if (!event.dataTransfer.types.includes("Files")) return;
  const files = dropped(event.dataTransfer);
  tell(async () => take(await files));
});

async function take(files) {
  if (chosen === 5 || chosen === 6) pickDocuments(chosen === 5 ? "other" : "signed-other", files);
  else if (chosen !== 3) throw new Error("Báo cáo gửi về thì thả ở bước 3, văn bản cần soát ở bước 5, văn bản đã ký ở bước 6.");
  else if (isBusy(last)) throw new Error("Các tệp vừa thả chưa được nhận vì đang làm việc khác. Chờ việc đó xong rồi thả lại.");
  else await receive(files);
}

/* Whoever comes back may have mended something in Excel or Word. */
const lookAgain = () => {
  looked = Date.now();
  return post("look").catch(() => null).then(poll);
};
const comeBack = () => {
  if (document.visibilityState === "visible") Date.now() - looked > LOOK_AGAIN ? lookAgain() : poll();
};
document.addEventListener("visibilitychange", comeBack);
window.addEventListener("focus", comeBack);
window.addEventListener("pagehide", () => {
  fetch(`leave?window=${WINDOW}`, { method: "POST", headers: { "X-Desk-Token": TOKEN }, keepalive: true });
});
window.addEventListener("pageshow", (event) => { if (event.persisted) poll(); });
lookAgain();
