// Comfort on top of pages that work without it: keys for review and search, and copying a citation.
"use strict";
(() => {
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const press = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const found = press(event.key);
    if (!found) return;
    event.preventDefault();
    if (found.matches("input:not([type=submit])")) {
      found.focus();
      found.select();
    } else {
      found.click();
    }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button || !navigator.clipboard) return;
    navigator.clipboard.writeText(button.dataset.copy).then(() => {
      button.textContent = "Copied";
    });
  });

  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
})();
