// SPDX-License-Identifier: Apache-2.0
// Tables whose rows stay the same elements as long as what they show is there, so that nobody loses the focus or the place
// of reading. Names are hostile: they only ever become text.

function element(name, className, text = '') {
  const created = document.createElement(name);
  created.className = className;
  created.textContent = text;
  return created;
}

/** Changes a text only if it is another one, so that a screen reader is not told again. */
function say(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** The bar of a cell, beside its text. */
class Bar {
  constructor(cell) {
    this.progress = element('progress', '');
    this.text = element('span', 'number');
    cell.append(this.progress, this.text);
  }

  update({name, value, max, text}) {
    this.progress.max = Math.max(1, max);
    this.progress.value = value;
    this.progress.setAttribute('aria-label', name);
    say(this.text, text);
  }
}

/** One or two lines of text. */
class Lines {
  constructor(cell) {
    this.lines = [element('span', ''), element('span', 'more')];
    cell.append(...this.lines);
  }

  update(value) {
    const texts = Array.isArray(value) ? value : [value, ''];
    this.lines.forEach((line, i) => say(line, texts[i]));
  }
}

class Buttons {
  constructor(cell) {
    this.group = element('div', 'buttons');
    this.buttons = new Map();
    cell.append(this.group);
  }

  /** Those that there are no more go, the others stay. */
  update(actions) {
    const words = new Set(actions.map(action => action.word));
    for (const [word, button] of this.buttons) {
      if (!words.has(word)) {
        button.remove();
        this.buttons.delete(word);
      }
    }
    for (const action of actions) {
      let button = this.buttons.get(action.word);
      if (!button) {
        button = element('button', action.danger ? 'danger' : '', action.word);
        button.type = 'button';
        button.addEventListener('click', () => button.run());
        this.buttons.set(action.word, button);
        this.group.append(button);
      }
      button.run = action.run;
      button.setAttribute('aria-label', `${action.word} ${action.about}`);
    }
  }
}

const KINDS = {bar: Bar, buttons: Buttons, lines: Lines};

/** A table of things; each column has a name, a kind (lines, bar or buttons) and a function from the thing to what is shown. */
export class Table {
  #rows = new Map();
  #body = element('tbody', '');

  constructor(table, key, columns) {
    this.section = table.closest('section');
    this.key = key;
    this.columns = columns;
    table.setAttribute('role', 'table');
    const head = element('thead', '');
    const line = element('tr', '');
    for (const group of [head, this.#body]) {
      group.setAttribute('role', 'rowgroup');
    }
    line.setAttribute('role', 'row');
    for (const column of columns) {
      const cell = element('th', '', column.name);
      cell.scope = 'col';
      cell.setAttribute('role', 'columnheader');
      line.append(cell);
    }
    head.append(line);
    table.append(head, this.#body);
  }

  #create() {
    const row = element('tr', '');
    row.setAttribute('role', 'row');
    const parts = this.columns.map(column => {
      const cell = element('td', column.wide ? 'client' : '');
      cell.setAttribute('role', 'cell');
      cell.dataset.name = column.name;
      row.append(cell);
      return new KINDS[column.kind ?? 'lines'](cell);
    });
    return {element: row, parts};
  }

  /** Shows these things and no others, in this order; the current one is marked. */
  show(things, current = null) {
    const gone = new Set(this.#rows.keys());
    let place = this.#body.firstChild;
    for (const thing of things) {
      const key = this.key(thing);
      gone.delete(key);
      let row = this.#rows.get(key);
      if (!row) {
        row = this.#create();
        this.#rows.set(key, row);
      }
      this.columns.forEach((column, i) => row.parts[i].update(column.value(thing)));
      row.element.setAttribute('aria-current', String(key === current));
      if (row.element === place) {
        place = place.nextSibling;
      } else {
        this.#body.insertBefore(row.element, place);
      }
    }
    gone.forEach(key => this.#remove(key));
  }

  #remove(key) {
    const row = this.#rows.get(key).element;
    if (row.contains(document.activeElement)) {
      this.section.focus();
    }
    row.remove();
    this.#rows.delete(key);
  }
}
