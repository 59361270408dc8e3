// Small extras. Every page works without them.
"use strict";

// Copy buttons: <button data-copy="id of the text" data-done="Copied" hidden>
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break; // only on https and localhost
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  const label = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
    button.classList.add("done");
    setTimeout(() => {
      button.textContent = label;
      button.classList.remove("done");
    }, 2000);
  });
}

// Scope presets: tick the boxes here instead of loading the page again, which would lose what was filled in.
for (const link of document.querySelectorAll("a[data-preset]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    for (const box of link.closest("form").elements) {
      if (box.name === "scope") box.checked = link.dataset.preset === "all" || box.dataset.access === "read";
    }
  });
}

// A required scope is also a chosen one.
for (const box of document.querySelectorAll('input[name="required_scope"]')) {
  box.addEventListener("change", () => {
    const scope = document.querySelector(`input[name="scope"][value="${CSS.escape(box.value)}"]`);
    if (box.checked && scope) scope.checked = true;
  });
}

// Live filter: <p hidden><input data-filter="id of a list or table body"></p> hides what does not match.
for (const input of document.querySelectorAll("input[data-filter]")) {
  const list = document.getElementById(input.dataset.filter);
  input.closest("[hidden]").hidden = false;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const item of list.children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
  });
}

// Only one opened box of a table at a time; Escape closes it.
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll(".row-actions details[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll(".row-actions details[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// Signatures: <div data-signature-pad hidden><canvas></canvas><input type="hidden"><button data-clear></button></div>
for (const field of document.querySelectorAll("[data-signature-pad]")) {
  const canvas = field.querySelector("canvas");
  const result = field.querySelector('input[type="hidden"]');
  const pen = canvas.getContext("2d");
  field.hidden = false;
  pen.lineWidth = 2.5;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#1b2a4a";
  let isDrawing = false;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * (canvas.width / box.width), (event.clientY - box.top) * (canvas.height / box.height)];
  };
  canvas.addEventListener("pointerdown", (event) => {
    isDrawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDrawing) return;
    pen.lineTo(...place(event));
    pen.stroke();
    result.value = "drawn";
  });
  canvas.addEventListener("pointerup", () => (isDrawing = false));
  field.querySelector("[data-clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    result.value = "";
  });
  field.closest("form").addEventListener("submit", () => {
    if (result.value) result.value = canvas.toDataURL("image/png");
  });
}

// After a refused form: read the summary first.
document.getElementById("problems")?.focus();
