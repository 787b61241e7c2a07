// Arrow keys on a truck choose another door or time; Enter moves it there, Esc leaves it where it is.
(() => {
  const grid = document.querySelector("[data-dock][data-may-move]");
  const form = document.getElementById("dock-move");
  if (!grid || !form) return;
  const say = document.querySelector("[data-dock-say]");
  const doors = [...grid.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent);
  const starts = [];
  for (const cell of grid.querySelectorAll("[data-cell], a[data-start]")) {
    const start = cell.dataset.start ?? cell.dataset.cell.slice(cell.dataset.cell.lastIndexOf(" ") + 1);
    if (!starts.includes(start)) starts.push(start);
  }
  starts.sort((one, other) => Date.parse(one) - Date.parse(other));
  const labels = [...grid.tBodies[0].rows].map((row) => row.cells[0].textContent);
  const find = (door, start) => grid.querySelector(`[data-cell="${CSS.escape(door)} ${CSS.escape(start)}"]`);
  const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  let link = null, door = 0, row = 0;

  const clear = () => {
    for (const cell of grid.querySelectorAll(".is-target, .is-target-taken")) cell.classList.remove("is-target", "is-target-taken");
  };
  const leave = () => {
    clear();
    link = null;
  };
  const list = () => {
    const span = Number(link.dataset.span);
    const own = { door: doors.indexOf(link.dataset.door), row: starts.indexOf(link.dataset.start) };
    const cells = [];
    for (let place = row; place < row + span; place += 1) {
      const isOwn = door === own.door && place >= own.row && place < own.row + span;
      const cell = isOwn ? link.closest("td") : starts[place] && find(doors[door], starts[place]);
      cells.push(cell && (isOwn || cell.classList.contains("dock-free")) ? cell : null);
    }
    return cells;
  };
  const show = () => {
    clear();
    const cells = list();
    const isFree = cells.every(Boolean);
    for (const cell of cells) cell?.classList.add(isFree ? "is-target" : "is-target-taken");
    cells.find(Boolean)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    say.textContent = `${doors[door]} ${labels[row] ?? ""}: ${isFree ? say.dataset.free : say.dataset.taken}`;
  };
  const move = (step) => {
    door = Math.min(doors.length - 1, Math.max(0, door + step[0]));
    row = Math.min(starts.length - 1, Math.max(0, row + step[1]));
    show();
  };
  const book = () => {
    if (!list().every(Boolean)) return;
    form.elements.asn.value = link.dataset.asn;
    form.elements.starts_at.value = starts[row];
    form.elements.door.value = doors[door];
    form.elements.pallets.value = link.dataset.pallets;
    form.requestSubmit();
  };
  grid.addEventListener("keydown", (event) => {
    const focused = event.target.closest("a[data-movable]");
    if (!focused || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in STEPS) {
      if (link !== focused) {
        link = focused;
        door = doors.indexOf(link.dataset.door);
        row = starts.indexOf(link.dataset.start);
      }
      move(STEPS[event.key]);
    } else if (event.key === "Enter" && link === focused) book();
    else if (event.key === "Escape" && link) leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  grid.addEventListener("focusout", leave);
})();
