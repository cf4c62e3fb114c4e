// SPDX-License-Identifier: Apache-2.0
// The table of downloads. A row stays the same element as long as its download runs, so that nobody loses the focus or
// the place of reading. Names are hostile: they only ever become text.

import {bytes, rate, time} from './format.js';

const COLUMNS = ['File', 'Client', 'Sent', 'Rate', 'Remaining', 'State', 'Actions'];
const USUAL_PRIORITY = 5;
const body = document.getElementById('rows');
const rows = new Map();

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

class Row {
  constructor(download, actions) {
    this.element = element('tr', '');
    this.element.setAttribute('role', 'row');
    const cells = COLUMNS.map(name => this.#cell(name));
    [this.file, this.path] = this.#lines(cells[0]);
    [this.client, this.user] = this.#lines(cells[1]);
    this.progress = element('progress', '');
    this.sent = element('span', 'number');
    cells[2].append(this.progress, this.sent);
    [this.rate, this.limit] = this.#lines(cells[3]);
    this.remaining = this.#text(cells[4]);
    [this.state, this.priority] = this.#lines(cells[5]);
    this.buttons = actions.map(action => this.#button(action));
    const group = element('div', 'buttons');
    group.append(...this.buttons);
    cells[6].append(group);
    this.update(download);
  }

  #cell(name) {
    const cell = element('td', '');
    cell.setAttribute('role', 'cell');
    cell.dataset.name = name;
    cell.className = name.toLowerCase();
    this.element.append(cell);
    return cell;
  }

  #text(cell) {
    const text = element('span', 'number');
    cell.append(text);
    return text;
  }

  #lines(cell) {
    const lines = [element('span', ''), element('span', 'more')];
    cell.append(...lines);
    return lines;
  }

  #button(action) {
    const button = element('button', action.danger ? 'danger' : '');
    button.type = 'button';
    button.addEventListener('click', () => action.run(this.download));
    button.action = action;
    return button;
  }

  update(download) {
    this.download = download;
    say(this.file, download.name);
    this.file.title = download.file;
    say(this.path, download.range ? `${download.uri} (${download.range})` : download.uri);
    say(this.client, download.client);
    say(this.user, download.user ?? '');
    this.progress.max = Math.max(1, download.length);
    this.progress.value = download.sent;
    this.progress.setAttribute('aria-label', `Sent of ${download.name}`);
    say(this.sent, `${bytes(download.sent)} of ${bytes(download.length)}`);
    say(this.rate, rate(download.rate));
    say(this.limit, download.limit > 0 ? `limit ${rate(download.limit)}` : '');
    say(this.remaining, time(download.remaining));
    say(this.state, download.state.toLowerCase().replace('_', ' '));
    say(this.priority, download.priority === USUAL_PRIORITY ? '' : `priority ${download.priority}`);
    for (const button of this.buttons) {
      const word = button.action.word(download);
      say(button, word);
      button.setAttribute('aria-label', `${word} ${download.name} of ${download.client}`);
    }
  }
}

/** Shows these downloads and no others, in this order. */
export function show(downloads, actions) {
  const gone = new Set(rows.keys());
  let place = body.firstChild;
  for (const download of downloads) {
    gone.delete(download.id);
    let row = rows.get(download.id);
    if (row) {
      row.update(download);
    } else {
      row = new Row(download, actions);
      rows.set(download.id, row);
    }
    if (row.element === place) {
      place = place.nextSibling;
    } else {
      body.insertBefore(row.element, place);
    }
  }
  for (const id of gone) {
    remove(id);
  }
}

function remove(id) {
  const row = rows.get(id).element;
  if (row.contains(document.activeElement)) {
    document.getElementById('downloads').focus();
  }
  row.remove();
  rows.delete(id);
}
