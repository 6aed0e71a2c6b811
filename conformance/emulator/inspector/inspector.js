"use strict";

// Every text of the store goes through textContent: nothing here makes HTML of a string.
const EVERY_MS = 1000;
const byId = (id) => document.getElementById(id);
const shown = {};
let known = [];
let timer = 0;

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = String(text);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function say(text, bad = false) {
  const place = byId("message");
  if (place.textContent !== text) place.textContent = text;
  place.className = bad ? "bad" : "quiet";
}

async function ask(method, path, document_) {
  const sent = document_ === undefined ? {} : {
    body: JSON.stringify(document_), headers: { "Content-Type": "application/json" },
  };
  const answer = await fetch("/_emulator/" + path, { method, cache: "no-store", ...sent });
  const text = await answer.text();
  const read = text ? JSON.parse(text) : null;
  if (!answer.ok) throw new Error([read.error, read.where, read.mend].filter(Boolean).join(": "));
  return read;
}

async function act(method, path, document_, done) {
  try {
    await ask(method, path, document_);
    say(done);
  } catch (error) {
    say(error.message, true);
  }
  await refresh(true);
}

// Draws a place again only when its content has changed, and keeps the focus in it.
function draw(id, data, make) {
  const written = JSON.stringify(data);
  if (shown[id] === written) return;
  shown[id] = written;
  const place = byId(id);
  const held = place.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  place.replaceChildren(...make(data));
  if (held !== undefined) {
    for (const one of place.querySelectorAll("[data-key]")) if (one.dataset.key === held) one.focus();
  }
}

function row(...cells) {
  const made = element("tr");
  for (const cell of cells) {
    const td = element("td");
    if (cell instanceof Node) { td.append(cell); td.className = cell.className === "number" ? "number" : ""; }
    else if (typeof cell === "number") { td.textContent = String(cell); td.className = "number"; }
    else td.textContent = cell === null || cell === undefined || cell === "" ? "–" : String(cell);
    made.append(td);
  }
  return made;
}

function rows(data, columns, cells) {
  if (data.length) return data.map(cells);
  const made = element("tr");
  made.append(element("td", "none yet", { colspan: columns, class: "quiet" }));
  return [made];
}

const money = (amount) => element("span", amount === null ? "–" : amount.toFixed(2), { class: "number" });
const code = (text) => element("code", text);
const lines = (held) => held.map((one) => `${one.quantity} × ${one.name}`).join(", ");
const time = (text) => text.slice(0, 19).replace("T", " ");

function button(text, key, work) {
  const made = element("button", text, { type: "button", "data-key": key });
  made.addEventListener("click", work);
  return made;
}

function item(text, ...more) {
  const made = element("li", text);
  made.append(...more.flatMap((one) => [" ", one]));
  return made;
}

function drawStore(state) {
  const store = state.store;
  byId("store").textContent =
    `store ${store.hash} · ${store.currency} · prices ${store.tax_mode} of ${store.tax_rate} tax · ids from seed ` +
    `${store.id_seed} · kept in ${store.kept_in}${state.seeded ? " · from a seed file" : ""}`;
  const counts = { ...state.counts, exchanges: state.exchanges.seen };
  draw("counts", counts, (held) => Object.entries(held).map(([name, value]) => {
    const made = element("div");
    made.append(element("dt", name.replaceAll("_", " ")), element("dd", value));
    return made;
  }));
  byId("now").textContent = time(state.clock.now) + " UTC";
  byId("now").setAttribute("datetime", state.clock.now);
  byId("clock-kind").textContent = state.clock.kind + (state.clock.frozen ? ", frozen" : "");
  byId("frozen").checked = state.clock.frozen;
}

function drawLists(state) {
  draw("snapshots", state.snapshots, (held) => held.length ? held.map((one) => {
    const path = "snapshots/" + encodeURIComponent(one.name);
    return item(`${one.name}, taken ${time(one.taken_at)}, ${one.documents} documents`,
      button("Restore", "restore " + one.name, () => act("POST", path + "/restore", undefined, `Restored ${one.name}.`)),
      button("Forget", "forget " + one.name, () => act("DELETE", path, undefined, `Forgot ${one.name}.`)));
  }) : [item("none yet")]);
  draw("failures", state.failures, (held) => held.length ? held.map((one) => item(
    `${one.kind} ${one.kind === "status" ? one.status : ""} on ${one.operation || "any operation"}` +
      `${one.face ? " of " + one.face : ""}, ${one.left === null ? "until removed" : one.left + " left"}`,
    button("Remove", "failure " + one.id, () => act("DELETE", "failures/" + one.id, undefined, "Removed.")),
  )) : [item("none wait")]);
  draw("carts", state.carts, (held) => rows(held, 4, (one) =>
    row(code(one.id), lines(one.lines), money(one.amount), time(one.updated))));
  draw("checkouts", state.checkouts, (held) => rows(held, 7, (one) =>
    row(code(one.id), one.email, one.shipping.join(", ") || `${one.consignments} consignments, none chosen`,
      one.codes.join(", "), money(one.grand_total), one.version, one.order_id)));
  draw("orders", state.orders, (held) => rows(held, 6, (one) =>
    row(String(one.id), one.deleted ? one.status + ", deleted" : one.status, lines(one.lines), money(one.total),
      one.paid_with, time(one.created))));
  draw("products", state.products, (held) => rows(held, 6, (one) =>
    row(one.id, one.name, one.sku, one.type, money(one.price), one.stock)));
}

function drawFaults(on) {
  byId("faults-on").textContent = on.length ? `${on.length} on` : "none on";
  const wanted = byId("fault-filter").value.toLowerCase();
  const fitting = known.filter((one) => `${one.name} ${one.breaks} ${one.summary}`.toLowerCase().includes(wanted));
  // Those that are on come first: they are what explains a strange answer.
  fitting.sort((one, other) => on.includes(other.name) - on.includes(one.name));
  draw("faults", fitting.map((one) => ({ ...one, on: on.includes(one.name) })), (held) => held.map((one) => {
    const made = element("li");
    const label = element("label");
    const box = element("input", undefined, { type: "checkbox", role: "switch", "data-key": one.name });
    box.checked = one.on;
    box.addEventListener("change", () => act(box.checked ? "PUT" : "DELETE",
      "faults/" + encodeURIComponent(one.name), undefined, `${one.name} is ${box.checked ? "on" : "off"}.`));
    const text = element("span");
    text.append(code(one.name), element("small", `${one.summary} (breaks ${one.breaks})`));
    label.append(box, text);
    made.append(label);
    return made;
  }));
}

const MANNER = { 2: "good", 3: "good", 4: "warn", 5: "bad", 0: "bad" };

function drawJournal(journal) {
  byId("journal-count").textContent = `${journal.count} of ${journal.seen}`;
  draw("journal", journal.exchanges, (held) => rows(held, 7, (one) => {
    const status = element("span", one.status || "closed", { class: MANNER[Math.floor(one.status / 100)] || "warn" });
    if (one.failure) status.append(` (${one.failure} on order)`);
    const request = button(`${one.method} ${one.path}`, "exchange " + one.id, () => open_(one.id));
    request.className = "link";
    return row(String(one.id), time(one.at), one.face, one.operation, request, status, one.milliseconds);
  }));
}

async function open_(id) {
  try {
    byId("exchange-text").textContent = JSON.stringify(await ask("GET", "journal/" + id), null, 2);
    byId("exchange").showModal();
  } catch (error) {
    say(error.message, true);
  }
}

function wanted() {
  const query = new URLSearchParams({ limit: "100" });
  for (const [name, value] of new FormData(byId("journal-filter"))) if (value) query.set(name, value);
  return "journal?" + query;
}

async function refresh(now = false) {
  clearTimeout(timer);
  if (now || byId("live").checked) {
    try {
      if (!known.length) known = (await ask("GET", "faults")).known;
      const [state, journal] = await Promise.all([ask("GET", "state"), ask("GET", wanted())]);
      drawStore(state);
      drawLists(state);
      drawFaults(state.faults);
      drawJournal(journal);
      if (byId("message").textContent.startsWith("The store does not answer")) say("");
      document.body.dataset.ready = "true";
    } catch (error) {
      say(`The store does not answer: ${error.message}`, true);
    }
  }
  clearTimeout(timer);
  timer = setTimeout(refresh, EVERY_MS);
}

byId("live").addEventListener("change", () => refresh());
byId("reset").addEventListener("click", () => act("POST", "reset", undefined, "The store is as new."));
byId("snapshot").addEventListener("click", () => act("POST", "snapshots", {}, "Snapshot taken."));
byId("frozen").addEventListener("change", (event) => act("PUT", "clock", { frozen: event.target.checked },
  event.target.checked ? "The clock stands." : "The clock goes."));
for (const one of document.querySelectorAll("[data-advance]")) {
  one.addEventListener("click", () => act("POST", "clock/advance", { seconds: Number(one.dataset.advance) },
    `The clock went on: ${one.textContent}.`));
}
byId("faults-off").addEventListener("click", () => act("PUT", "faults", { faults: [] }, "All faults are off."));
byId("fault-filter").addEventListener("input", () => refresh(true));
byId("journal-clear").addEventListener("click", () => act("DELETE", "journal", undefined, "The journal is empty."));
byId("journal-filter").addEventListener("input", () => refresh(true));
byId("journal-filter").addEventListener("submit", (event) => event.preventDefault());
byId("fail").addEventListener("submit", (event) => {
  event.preventDefault();
  const given = new FormData(event.target);
  const failure = { kind: "status", status: Number(given.get("status")), times: Number(given.get("times")) };
  if (given.get("operation")) failure.operation = given.get("operation");
  act("POST", "failures", failure, "Ordered.");
});
refresh(true);
