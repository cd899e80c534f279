/* Moves through an incident: two sliders over the moments that the server listed.
   Everything shown is made by the server; without this file the page is a form. */
(function () {
  "use strict";

  const PAUSE = 1300; /* milliseconds between two steps of a replay */
  const page = document.querySelector("[data-incident]");
  if (!page) return;
  const form = page.querySelector("[data-moment]");
  const play = form.querySelector("[data-play]");
  const trouble = form.querySelector("[data-trouble]");
  const axes = Array.from(form.querySelectorAll("[data-axis]"), begin);
  const known = axes.find((axis) => axis.select.name === "_known_at");
  const seen = new Map();
  let asking = null;
  let playing = 0;

  function begin(box) {
    const axis = {
      select: box.querySelector("select"),
      range: box.querySelector("input"),
      words: box.querySelector(".chosen"),
    };
    axis.range.value = axis.select.selectedIndex;
    axis.range.addEventListener("input", () => {
      axis.select.selectedIndex = Number(axis.range.value);
      stop();
      move();
    });
    box.querySelector(".slide").hidden = false;
    tell(axis);
    return axis;
  }

  /* Say in words where a slider stands, to eyes and to screen readers. */
  function tell(axis) {
    const option = axis.select.options[axis.select.selectedIndex];
    const note = option.dataset.note || "";
    axis.words.textContent = option.text;
    if (note) {
      const small = document.createElement("small");
      small.textContent = note;
      axis.words.append(small);
    }
    axis.range.value = axis.select.selectedIndex;
    axis.range.setAttribute("aria-valuetext", note ? option.text + ", " + note : option.text);
  }

  function address() {
    const asked = new URLSearchParams();
    for (const axis of axes) {
      if (axis.select.value) asked.set(axis.select.name, axis.select.value);
    }
    const query = asked.toString().replaceAll("%3A", ":");
    return form.getAttribute("action") + (query ? "?" + query : "");
  }

  async function move() {
    axes.forEach(tell);
    const url = address();
    history.replaceState(null, "", url);
    if (asking) asking.abort();
    asking = new AbortController();
    page.querySelectorAll("[data-part]").forEach((part) => part.classList.add("is-changing"));
    try {
      const html = seen.get(url) || (await fetched(url, asking.signal));
      seen.set(url, html);
      if (url !== address()) return;
      trouble.textContent = "";
      show(html);
    } catch (error) {
      if (error.name === "AbortError") return;
      stop();
      trouble.textContent = "This moment could not be loaded: reload the page.";
    }
  }

  async function fetched(url, signal) {
    const answer = await fetch(url + (url.includes("?") ? "&" : "?") + "_part=moment", { signal });
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  }

  /* Put every part in the place of the old one; what was open stays open. */
  function show(html) {
    const made = new DOMParser().parseFromString(html, "text/html");
    const open = Array.from(page.querySelectorAll("details[open][id]"), (each) => each.id);
    const focused = document.activeElement && document.activeElement.closest("[data-part] details[id]");
    for (const part of page.querySelectorAll("[data-part]")) {
      const next = made.querySelector('[data-part="' + part.dataset.part + '"]');
      part.replaceChildren(...(next ? next.childNodes : []));
      part.classList.remove("is-changing");
    }
    for (const id of open) {
      const details = document.getElementById(id);
      if (details) details.open = true;
    }
    const again = focused && document.getElementById(focused.id);
    if (again) again.querySelector("summary").focus({ preventScroll: true });
    page.dataset.shown = address();
  }

  function stop() {
    clearTimeout(playing);
    playing = 0;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  }

  async function step() {
    await move();
    const last = known.select.options.length - 1;
    if (!playing) return;
    if (known.select.selectedIndex === last) return stop();
    playing = setTimeout(() => {
      known.select.selectedIndex += 1;
      step();
    }, PAUSE);
  }

  play.addEventListener("click", () => {
    if (playing) return stop();
    const last = known.select.options.length - 1;
    if (known.select.selectedIndex === last) known.select.selectedIndex = 0;
    playing = 1;
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
    step();
  });

  /* A link to another moment of this page moves the sliders. */
  page.addEventListener("click", (event) => {
    event.stopPropagation(); /* or Datasette 0.65 closes every open detail */
    closeMenus();
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = new URL(link.href, location.href);
    if (to.origin !== location.origin || to.pathname !== location.pathname || to.hash) return;
    const stops = axes.map((axis) => {
      const wanted = to.searchParams.get(axis.select.name) || "";
      return Array.from(axis.select.options).findIndex((option) => option.value === wanted);
    });
    if (stops.includes(-1)) return;
    event.preventDefault();
    stop();
    axes.forEach((axis, n) => (axis.select.selectedIndex = stops[n]));
    move();
  });

  function closeMenus() {
    document.querySelectorAll("details.nav-menu[open]").forEach((menu) => (menu.open = false));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    move();
  });
  form.classList.add("is-live");
  play.hidden = false;
  play.setAttribute("aria-pressed", "false");
  page.dataset.shown = address();
})();
