const input = document.querySelector("header input");
const found = document.getElementById("found");
let chosen = 0;

// How well a name fits what was typed, 0 for best: its last part is that, a part begins with it, it is somewhere inside.
function place(name, typed) {
  const lower = name.toLowerCase();
  const parts = lower.split(".");
  if (lower === typed || parts.at(-1) === typed) return 0;
  if (parts.at(-1).startsWith(typed)) return 1;
  if (parts.some((part) => part.startsWith(typed)) || lower.startsWith(typed)) return 2;
  return lower.includes(typed) ? 3 : 4;
}

function matches(typed) {
  const rows = index.map((row) => [place(row[0], typed), row]).filter(([at]) => at < 4);
  return rows.sort(([a, [x]], [b, [y]]) => a - b || x.length - y.length).slice(0, 30).map(([, row]) => row);
}

function choose(at) {
  const links = found.querySelectorAll("a");
  links[chosen]?.classList.remove("chosen");
  chosen = Math.max(0, Math.min(at, links.length - 1));
  links[chosen]?.classList.add("chosen");
  links[chosen]?.scrollIntoView({ block: "nearest" });
}

function search() {
  const typed = input.value.trim().toLowerCase();
  const rows = (typed ? matches(typed) : []).map(([name, kind, address]) => {
    const link = document.createElement("a");
    link.href = address;
    const small = document.createElement("small");
    small.textContent = kind;
    link.append(name, small);
    link.addEventListener("click", close);
    const row = document.createElement("li");
    row.append(link);
    return row;
  });
  found.replaceChildren(...rows);
  choose(0);
}

function close() {
  input.value = "";
  search();
  input.blur();
}

input.addEventListener("input", search);
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter") {
    found.querySelectorAll("a")[chosen]?.click();
  } else if (event.key === "Escape") {
    close();
  }
});

// "/" goes to the search, as on many sites.
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== input) {
    event.preventDefault();
    input.focus();
  }
});
