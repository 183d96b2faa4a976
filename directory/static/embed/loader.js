/* Support Directory, loader version 1. Builds a sandboxed frame in each [data-support-directory]
   and sets its height. It reads nothing of the page but those elements and sends nothing of it.
   Never change this file: pages hold its integrity hash. A new version gets a new address. */
(function () {
  "use strict";
  var me = document.currentScript;
  if (!me || !document.body.attachShadow) return;
  var base = me.src.replace(/loader\.js.*$/, "");
  var LATEST = 4000, TALLEST = 20000;

  function build(box) {
    var root, query = [], known = false, name;
    try { root = box.attachShadow({ mode: "open" }); } catch (e) { return; }
    for (name in box.dataset)
      if (!/^(supportDirectory|name|slow)$/.test(name))
        query.push(encodeURIComponent(name) + "=" + encodeURIComponent(box.dataset[name]));

    function add(tag, css) {
      var made = document.createElement(tag);
      made.style.cssText = css;
      return root.appendChild(made);
    }
    function tell(what) {
      box.dispatchEvent(new CustomEvent("supportdirectory:" + what, { bubbles: true }));
    }

    var late = add("p", "margin:0;font:600 1.125rem/1.5 system-ui,sans-serif");
    late.setAttribute("role", "status");
    var list = add("slot", "display:block");
    var bones = add("div", "height:11rem;border-radius:12px;margin-top:1em;opacity:.35;background:" +
      "repeating-linear-gradient(#8884 0 3rem,transparent 3rem 4rem)");
    var hidden = "display:block;border:0;width:100%;height:0;visibility:hidden";
    var frame = add("iframe", hidden);
    frame.title = box.dataset.name || "Support Directory";
    frame.referrerPolicy = "no-referrer";
    frame.setAttribute("sandbox", "allow-scripts allow-forms allow-popups " +
      "allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation");

    var timer = setTimeout(function () {
      bones.remove();
      late.textContent = box.dataset.slow ||
        "The search does not answer. These numbers and links work:";
      tell("closed");
    }, LATEST);

    addEventListener("message", function (event) {
      var said = event.data, h;
      if (event.source !== frame.contentWindow || !event.source) return;
      if (!said || said.v !== 1 || !Number.isInteger(h = said.h) || h < 0 || h > TALLEST) return;
      clearTimeout(timer);
      bones.remove();
      late.textContent = "";
      list.style.display = h ? "none" : "block";
      frame.style.cssText = h ? "display:block;border:0;width:100%;height:" + h + "px" : hidden;
      tell(h ? (known ? "resized" : "loaded") : "closed");
      known = !!h;
    });
    frame.src = base + "?" + query.join("&");
  }

  function all() {
    document.querySelectorAll("[data-support-directory]").forEach(function (box) {
      if (!box.supportDirectory) { box.supportDirectory = true; build(box); }
    });
  }
  all();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
})();
