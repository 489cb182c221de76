"use strict";
(() => {
  const told = JSON.parse(document.getElementById("told").textContent);
  const byId = (id) => document.getElementById(id);
  const map = byId("map");
  const panel = byId("panel");
  const body = byId("panel-body");
  const rows = [...map.querySelectorAll("tr[data-unit]")];
  const FIRST = 2; // the columns before the obligations
  let last = null; // the cell that takes the focus when the map is entered
  let opener = null; // what the panel gives the focus back to

  const made = (tag, text, look) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (look) element.className = look;
    return element;
  };
  const fold = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
      .replace(/đ/g, "d").replace(/y/g, "i").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  // What is told of what was chosen -------------------------------------------------------------
  const chip = (look) => made("span", told.looks[look][0], `chip ${look}`);
  const state = (look, label, sign) => {
    const line = made("p", undefined, "state");
    line.append(sign ? chip(look) : made("span", "\u00a0", `chip ${look}`), made("span", label));
    return line;
  };
  const lines = (pairs) => {
    const list = made("dl");
    for (const [label, text] of pairs) list.append(made("dt", label), made("dd", text));
    return list;
  };
  const points = (found) => {
    const list = made("ul", undefined, "points");
    for (const point of found) {
      const item = made("li", undefined, `p-${point.look}`);
      for (const text of [point.what, point.remedy, point.place]) if (text) item.append(made("p", text));
      list.append(item);
    }
    return [made("h3", "Điểm phải xem trong tệp"), list];
  };
  const button = (text, look, does) => {
    const element = made("button", text, look);
    element.type = "button";
    element.addEventListener("click", does);
    return element;
  };
  const tasks = (code, unit) => {
    const list = made("ul", undefined, "tasks");
    for (const [at, task] of Object.entries(unit.tasks)) {
      const column = told.columns[at];
      const item = made("li");
      item.append(chip(task.look), button(`${column.code}. ${column.text}`, "link", () => showTask(code, at)));
      list.append(item);
    }
    return [made("h3", "Các nhiệm vụ của đơn vị"), list];
  };
  const open = (under, title, parts) => {
    byId("panel-under").textContent = under;
    byId("panel-title").textContent = title;
    body.replaceChildren(...parts);
    if (!panel.open) {
      opener = document.activeElement;
      panel.showModal();
    }
    panel.scrollTop = 0;
    byId("close").focus();
  };
  const showUnit = (code) => {
    const unit = told.units[code];
    const parts = [state(unit.look, unit.filed), lines(unit.lines), ...tasks(code, unit)];
    if (unit.points.length) parts.push(...points(unit.points));
    open(unit.group, unit.name, parts);
  };
  const showTask = (code, at) => {
    const unit = told.units[code];
    const task = unit.tasks[at];
    const column = told.columns[at];
    const asked = made("p", column.text, "asked");
    const parts = [state(task.look, told.looks[task.look][1], true), asked, lines(task.lines)];
    if (task.points.length) parts.push(...points(task.points));
    parts.push(button("Xem cả đơn vị", "go", () => showUnit(code)));
    open(`${column.code}: ${column.cited}`, unit.name, parts);
  };
  const choose = (cell) => {
    const code = cell.parentElement.dataset.unit;
    if (cell.cellIndex < FIRST) showUnit(code);
    else if (cell.textContent) showTask(code, cell.cellIndex - FIRST);
  };
  byId("close").addEventListener("click", () => panel.close());
  panel.addEventListener("click", (event) => {
    if (event.target === panel && event.clientX < panel.getBoundingClientRect().left) panel.close();
  });
  panel.addEventListener("close", () => {
    // It comes after the closing: who went on meanwhile stays where he is.
    const there = document.activeElement;
    if (opener && opener.isConnected && (there === document.body || panel.contains(there))) opener.focus();
    opener = null;
  });

  // The map: one cell is in the order of Tab, arrows go from cell to cell ---------------------------
  for (const row of rows) {
    const unit = told.units[row.dataset.unit];
    for (const cell of row.cells) {
      cell.tabIndex = -1;
      const at = cell.cellIndex - FIRST;
      if (at === -2) cell.title = unit.name;
      if (at >= 0) {
        const column = told.columns[at];
        const label = cell.textContent ? told.looks[cell.className][1] : "không giao cho đơn vị";
        cell.setAttribute("aria-label", `${unit.name}, ${column.code}: ${label}`);
        if (cell.textContent) cell.title = `${column.code}: ${label}`;
      }
    }
  }
  const enter = (cell) => {
    if (last) last.tabIndex = -1;
    last = cell;
    if (last) last.tabIndex = 0;
  };
  const shownRows = () => rows.filter((row) => !row.hidden);
  const PAGE = 10;
  const step = (cell, key, whole) => {
    const there = shownRows();
    const at = there.indexOf(cell.parentElement);
    const end = cell.parentElement.cells.length - 1;
    const [x, y] = {
      ArrowLeft: [cell.cellIndex - 1, at],
      ArrowRight: [cell.cellIndex + 1, at],
      ArrowUp: [cell.cellIndex, at - 1],
      ArrowDown: [cell.cellIndex, at + 1],
      PageUp: [cell.cellIndex, at - PAGE],
      PageDown: [cell.cellIndex, at + PAGE],
      Home: [0, whole ? 0 : at],
      End: [end, whole ? there.length - 1 : at],
    }[key];
    const row = there[Math.min(Math.max(y, 0), there.length - 1)];
    return row.cells[Math.min(Math.max(x, 0), end)];
  };
  const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"];
  const cellOf = (event) => event.target.closest("tr[data-unit] > *");
  const reveal = (cell) => {
    // Sticky heads and the sticky column cover what the browser thinks is in sight.
    const frame = map.parentElement;
    const [box, around] = [cell.getBoundingClientRect(), frame.getBoundingClientRect()];
    const top = around.top + map.tHead.offsetHeight;
    if (box.top < top) frame.scrollTop -= top - box.top;
    const left = around.left + cell.parentElement.cells[0].offsetWidth;
    if (cell.cellIndex > 0 && box.left < left) frame.scrollLeft -= left - box.left;
  };
  map.addEventListener("keydown", (event) => {
    const cell = cellOf(event);
    if (!cell || event.altKey || event.metaKey) return;
    if (KEYS.includes(event.key)) {
      enter(step(cell, event.key, event.ctrlKey));
      last.focus();
      reveal(last);
    } else if (event.key === "Enter" || event.key === " ") {
      choose(cell);
    } else return;
    event.preventDefault();
  });
  map.addEventListener("click", (event) => {
    const cell = cellOf(event);
    if (!cell) return;
    enter(cell);
    cell.focus({ preventScroll: true });
    choose(cell);
  });

  // Filters -------------------------------------------------------------------------------------
  const keys = [...document.querySelectorAll(".key")];
  const filter = () => {
    const words = fold(byId("search").value).split(" ");
    const group = byId("group").value;
    const officer = byId("officer") ? byId("officer").value : "";
    const owing = byId("owing").checked;
    const looks = keys.filter((key) => key.getAttribute("aria-pressed") === "true").map((key) => key.dataset.look);
    for (const cell of map.querySelectorAll("td.hit")) cell.classList.remove("hit");
    for (const row of rows) {
      const hits = looks.length ? row.querySelectorAll(looks.map((look) => `.${look}`).join()) : [];
      row.hidden =
        !words.every((word) => row.dataset.find.includes(word)) ||
        (group !== "" && row.parentElement.dataset.group !== group) ||
        (officer !== "" && row.dataset.officer !== officer) ||
        (owing && row.dataset.owes === undefined) ||
        (looks.length > 0 && !hits.length);
      for (const cell of hits) cell.classList.add("hit");
    }
    const there = shownRows();
    for (const part of map.tBodies) part.hidden = ![...part.rows].some((row) => row.dataset.unit && !row.hidden);
    byId("shown").textContent = `Đang hiện ${there.length}/${rows.length} đơn vị`;
    byId("nothing").hidden = there.length > 0;
    if (!last || last.parentElement.hidden) enter(there.length ? there[0].cells[0] : null);
  };
  for (const id of ["search", "group", "officer", "owing"]) if (byId(id)) byId(id).addEventListener("input", filter);
  for (const key of keys) {
    key.addEventListener("click", () => {
      key.setAttribute("aria-pressed", String(key.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  document.querySelector(".tools").addEventListener("submit", (event) => event.preventDefault());
  for (const link of document.querySelectorAll(".calls [data-unit]")) {
    link.addEventListener("click", () => showUnit(link.dataset.unit));
  }
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !panel.open && !event.ctrlKey && !event.altKey) {
      byId("search").focus();
      byId("search").select();
      event.preventDefault();
    }
  });
  filter();
})();
