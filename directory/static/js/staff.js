// Keys for those who decide all day: j and k move through the queue, letters press what carries
// them. Nothing happens while somebody types, and everything works without this.
const rows = [...document.querySelectorAll(".queue a.cover")];

document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || at.closest("input, select, textarea")) return;
  if (event.key === "j" || event.key === "k") {
    const now = rows.indexOf(document.activeElement);
    const next = rows[Math.min(rows.length - 1, Math.max(0, now + (event.key === "j" ? 1 : -1)))];
    next?.focus();
    return;
  }
  const target = /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
  if (!target) return;
  event.preventDefault();
  // Accepting is pressed by hand: a slip of a key must decide nothing.
  if (event.key === "a") target.focus();
  else target.click();
});
