/** The style and the script of a page that stands by itself. Both are constant, so that a page is told by their hashes what it may run. */

export const PAGE_STYLE = `
:root { color-scheme: light dark }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 1100px; padding: 16px; font: 14px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; background: var(--background); color: var(--foreground) }
h1 { font-size: 16px; margin: 0 0 8px }
h2 { font-size: 12px; font-weight: 600; margin: 8px 0 0; color: var(--muted) }
p { margin: 8px 0 }
.controls { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin: 8px 0 12px }
select, .controls button { font: inherit; color: inherit; background: var(--background); border: 1px solid var(--edge); border-radius: 4px; padding: 2px 8px }
.controls button[aria-pressed="true"] { border-color: var(--source); box-shadow: inset 0 0 0 1px var(--source) }
.text { font: 15px/2.1 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; margin: 8px 0 }
.text button { font: inherit; color: inherit; background: none; border: 0; border-bottom: 2px solid transparent; border-radius: 3px; padding: 1px 3px; margin: 0 1px; cursor: pointer }
.text button.special { color: var(--muted) }
.text button.source { outline: 2px solid var(--source); outline-offset: -1px }
:focus-visible { outline: 2px solid var(--source) }
#read { min-height: 21px }
.scroll { overflow: auto; max-height: 80vh; border: 1px solid var(--edge); border-radius: 4px; padding: 8px }
canvas { display: block; cursor: crosshair }
.muted, footer { color: var(--muted); font-size: 12px }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 4px 0 }
dt, dd { margin: 0; overflow-wrap: anywhere }
`;

export const PAGE_SCRIPT = `
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const { labels, special, rows, columns, texts, entries, signs, names, cells, most: mostOf, places, steps, colours } = data;
  const byId = id => document.getElementById(id);
  for (const [name, value] of Object.entries(colours)) document.documentElement.style.setProperty('--' + name, value);
  const entryOf = new Map([...signs].map((sign, index) => [sign, entries[index]]));
  const placeInRows = new Map(rows.map((unit, place) => [unit, place]));
  const placeInColumns = new Map(columns.map((unit, place) => [unit, place]));
  const placeOf = new Map([...places].map((sign, index) => [sign, index - 1]));
  let head = 0;
  let by = data.by;
  let source = data.source;
  let cell = null;
  const at = (row, column) => entryOf.get(cells[head][row * columns.length + column]);
  const linkOf = unit => {
    const [row, column] = by ? [placeInRows.get(unit), placeInColumns.get(source)] : [placeInRows.get(source), placeInColumns.get(unit)];
    return row === undefined || column === undefined ? null : at(row, column);
  };

  const picker = byId('heads');
  names.forEach((name, index) => picker.append(new Option(name, String(index))));
  picker.addEventListener('change', () => { head = Number(picker.value); show(true); });
  const ways = texts ? [] : [byId('to'), byId('by')];
  ways.forEach((button, index) => button.addEventListener('click', () => { by = index === 1; show(false); }));

  // Of two texts each word has the direction of its text.
  const lookFrom = unit => { source = unit; if (texts) by = placeInColumns.has(unit); };
  const words = (texts || [columns]).flatMap((units, place) => units.map(unit => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = labels[unit];
    if (special[unit]) button.className = 'special';
    const look = () => { if (source === unit) return; lookFrom(unit); cell = null; show(false); };
    button.addEventListener('pointerenter', look);
    button.addEventListener('focus', look);
    button.addEventListener('click', look);
    byId(texts ? 'text' + place : 'text').append(button, ' ');
    return [unit, button];
  }));

  const canvas = byId('matrix');
  const ratio = window.devicePixelRatio || 1;
  const most = Math.max(rows.length, columns.length);
  const size = Math.max(3, Math.min(22, Math.floor(640 / most)));
  const gap = size >= 8 ? 1 : 0;
  const named = size >= 11;
  const left = named ? Math.min(110, 8 + 7 * Math.max(...rows.map(unit => labels[unit].length))) : 2;
  const top = named ? Math.min(100, 12 + 6 * Math.max(...columns.map(unit => labels[unit].length))) : 2;
  const [width, height] = [left + columns.length * size + (named ? 60 : 2), top + rows.length * size + 2];
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = width + 'px';
  canvas.style.height = height + 'px';
  const context = canvas.getContext('2d');
  const short = label => ([...label].length > 14 ? [...label].slice(0, 13).join('') + '\\u2026' : label);

  function draw() {
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = colours.background;
    context.fillRect(0, 0, width, height);
    for (let row = 0; row < rows.length; row++)
      for (let column = 0; column < columns.length; column++) {
        const [written, step] = at(row, column);
        if (written === 'not seen') continue;
        context.fillStyle = step > 0 ? steps[step - 1] : colours.ground;
        context.fillRect(left + column * size, top + row * size, size - gap, size - gap);
      }
    if (named) {
      context.font = Math.min(12, size) + 'px ui-monospace, Menlo, Consolas, monospace';
      context.textBaseline = 'middle';
      context.textAlign = 'right';
      rows.forEach((unit, row) => {
        context.fillStyle = unit === source && !by ? colours.source : special[unit] ? colours.muted : colours.foreground;
        context.fillText(short(labels[unit]), left - 5, top + row * size + size / 2);
      });
      context.textAlign = 'left';
      columns.forEach((unit, column) => {
        context.save();
        context.translate(left + column * size + size / 2 + 3, top - 5);
        context.rotate((-55 * Math.PI) / 180);
        context.fillStyle = unit === source && by ? colours.source : special[unit] ? colours.muted : colours.foreground;
        context.fillText(short(labels[unit]), 0, 0);
        context.restore();
      });
    }
    frame(by ? [0, placeInColumns.get(source)] : [placeInRows.get(source), 0], by ? [rows.length, 1] : [1, columns.length], colours.source, 1);
    if (cell) frame(cell, [1, 1], colours.foreground, 2);
  }

  function frame([row, column], [high, wide], colour, line) {
    if (row === undefined || column === undefined) return;
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.strokeRect(left + column * size - gap / 2 - 0.5, top + row * size - gap / 2 - 0.5, wide * size + 0.5, high * size + 0.5);
  }

  function read(from, to, written) {
    const line = byId('read');
    line.textContent = '';
    const strong = document.createElement('b');
    strong.textContent = written;
    line.append(labels[from] + ' \\u2192 ' + labels[to] + ' ', strong);
  }

  // By the weights themselves: numbers as they are written may be alike.
  function bestOf() {
    const own = source === null ? undefined : (by ? placeInColumns : placeInRows).get(source);
    const place = own === undefined ? -1 : placeOf.get([...mostOf[head]][by ? rows.length + own : own]);
    if (place < 0) return null;
    const unit = (by ? rows : columns)[place];
    return [unit, linkOf(unit)[0]];
  }

  function show(isOther) {
    ways.forEach((button, index) => button.setAttribute('aria-pressed', String(by === (index === 1))));
    byId('answer').hidden = isOther || head !== 0 || by !== data.by || source !== data.source;
    words.forEach(([unit, button]) => {
      const link = source === null ? null : linkOf(unit);
      const step = link && unit !== source ? link[1] : 0;
      button.style.background = step > 0 ? steps[step - 1] : '';
      button.style.color = step > 0 ? data.textOn[step - 1] : '';
      button.style.borderBottomColor = step > 0 ? colours.line : 'transparent';
      button.classList.toggle('source', unit === source);
      button.title = link ? link[0] : '';
    });
    const best = bestOf();
    if (cell) read(rows[cell[0]], columns[cell[1]], at(cell[0], cell[1])[0]);
    else if (best) read(by ? best[0] : source, by ? source : best[0], best[1]);
    else byId('read').textContent = source === null ? 'Point at a word, or at a cell.' : labels[source] + ': no word has colour here.';
    draw();
  }

  canvas.addEventListener('pointermove', event => {
    const box = canvas.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top - top) / size);
    const column = Math.floor((event.clientX - box.left - left) / size);
    const isIn = row >= 0 && column >= 0 && row < rows.length && column < columns.length;
    if (isIn) { cell = [row, column]; source = by ? columns[column] : rows[row]; }
    else cell = null;
    show(false);
  });
  canvas.addEventListener('pointerleave', () => { cell = null; show(false); });
  show(false);
})();
`;
