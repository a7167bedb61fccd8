const input = document.querySelector("header input");
const found = document.getElementById("found");

// Names that begin with what was typed come first, then those that hold it anywhere.
function matches(typed) {
  const place = ([name]) => {
    const lower = name.toLowerCase();
    return lower.split(".").some((part) => part.startsWith(typed)) ? 0 : lower.includes(typed) ? 1 : 2;
  };
  return index.map((row) => [place(row), row]).filter(([at]) => at < 2).sort(([a], [b]) => a - b).slice(0, 20);
}

input.addEventListener("input", () => {
  const typed = input.value.trim().toLowerCase();
  found.replaceChildren(...(typed ? matches(typed) : []).map(([, [name, kind, address]]) => {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = `${name} (${kind})`;
    const row = document.createElement("li");
    row.append(link);
    return row;
  }));
});

input.addEventListener("keydown", (event) => {
  const first = found.querySelector("a");
  if (event.key === "Enter" && first) location.href = first.href;
});
