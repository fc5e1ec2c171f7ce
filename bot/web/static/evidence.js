// Choosing a line lights up its sentences, and the other way round. Without this file the same links do it
// through :target, see targets.css; here a click anywhere does, nothing jumps, and hovering previews.
"use strict";
(() => {
  const status = document.getElementById("chosen");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  document.documentElement.classList.add("js");

  const isPoint = (element) => element.classList.contains("point");
  const partners = (element) =>
    document.querySelectorAll(isPoint(element) ? `.by-${element.id}` : `.on-${element.id}`);
  const item = (element) => element.closest(".point[id], .cited");

  function mark(name, element) {
    for (const old of document.querySelectorAll(`.${name}, .${name}-self`)) old.classList.remove(name, `${name}-self`);
    if (!element) return [];
    element.classList.add(`${name}-self`);
    const found = partners(element);
    for (const partner of found) partner.classList.add(name);
    return found;
  }

  function show(element) {
    const box = element.getBoundingClientRect();
    if (box.top >= 0 && box.bottom <= innerHeight) return;
    element.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  }

  function choose(element) {
    const found = mark("lit", element);
    history.replaceState(null, "", element ? `#${element.id}` : location.pathname + location.search);
    if (!element) {
      status.textContent = "Nothing is chosen.";
      return;
    }
    const things = isPoint(element) ? "sentence" : "line";
    status.textContent = `${found.length} ${things}${found.length === 1 ? "" : "s"} highlighted.`;
    if (found.length) show(found[0]);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && !(link.hash && link.pathname === location.pathname)) return;
    if (!link && (event.target.closest("details, button, input") || String(getSelection()))) return;
    const target = link ? document.getElementById(link.hash.slice(1)) : item(event.target);
    if (!target || !item(target)) return;
    event.preventDefault();
    if (link && target !== item(link)) {
      show(target);
      target.querySelector("a").focus({ preventScroll: true });
    }
    choose(target);
  });
  document.addEventListener("mouseover", (event) => mark("hint-lit", item(event.target)));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.querySelector(".lit-self")) choose(null);
  });
  function follow() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && item(target)) choose(target);
  }
  addEventListener("hashchange", follow);
  follow();
})();
