// SPDX-License-Identifier: Apache-2.0

import {ask} from './ask.js';
import {bytes, count, rate, time} from './format.js';
import {get, Locked, operate, useToken} from './server.js';
import {Table} from './table.js';
import {draw} from './tree.js';

const INTERVAL_MILLIS = 1000;
const MOST_TRANSFERS = 50;
const MOST_TARGETS = 200;
const SILENCE_SECONDS = 10;
const by = id => document.getElementById(id);
let current = null;
let isChosen = false;

function percent(share) {
  return `${Math.floor(100 * share)} %`;
}

function sayConnection(text, isAlert) {
  const line = by('connection');
  if (line.textContent !== text) {
    line.textContent = text;
  }
  line.classList.toggle('alert', isAlert);
}

/** Asks, does it, and says how it went. */
async function confirm(question, done, method, ...segments) {
  if (await ask(question) === null) {
    return;
  }
  try {
    await operate(method, ...segments);
    by('said').textContent = done;
    await refresh();
  } catch (e) {
    by('said').textContent = `Not done: ${e.message}`;
  }
}

function isOver(transfer) {
  return transfer.state === 'ENDED' || transfer.state === 'CANCELLED';
}

function transferActions(transfer) {
  const about = `${transfer.name} to ${transfer.group}`;
  const actions = [{word: 'Show', about, run: () => choose(transfer.id)}];
  if (transfer.failed > 0) {
    actions.push({word: 'Retry', about, run: () => confirm(
      {title: 'Try again?', text: `A new transfer of ${about}, to the ${transfer.failed} that failed.`, yes: 'Retry'},
      `${about} is tried again.`, 'POST', 'transfers', transfer.id, 'retry')});
  }
  if (!isOver(transfer)) {
    actions.push({word: 'Cancel', about, danger: true, run: () => confirm(
      {title: 'Cancel this transfer?', text: `${about}. Who has the file by then keeps it.`, yes: 'Cancel the transfer'},
      `${about} is cancelled.`, 'POST', 'transfers', transfer.id, 'cancel')});
  }
  return actions;
}

function nodeActions(node) {
  const drain = {word: 'Drain', about: node.id, run: () => confirm(
    {title: 'Drain this node?', text: `${node.id} will be in no new transfer. Those under way go on.`, yes: 'Drain'},
    `${node.id} is drained.`, 'POST', 'nodes', node.id, 'drain')};
  const activate = {word: 'Activate', about: node.id, run: () => confirm(
    {title: 'Activate this node?', text: `${node.id} will be in new transfers again.`, yes: 'Activate'},
    `${node.id} is active.`, 'POST', 'nodes', node.id, 'activate')};
  return [node.state === 'DRAINED' ? activate : drain, {word: 'Remove', about: node.id, danger: true, run: () => confirm(
    {title: 'Remove this node?', text: `${node.id} and its figures are forgotten, until it registers again.`, yes: 'Remove'},
    `${node.id} is removed.`, 'DELETE', 'nodes', node.id)}];
}

const transfers = new Table(by('transfer-table'), transfer => transfer.id, [
  {name: 'File', wide: true, value: transfer => [transfer.name, `${bytes(transfer.bytes)} to ${transfer.group}`]},
  {name: 'Arrived', kind: 'bar', value: transfer => {
    const all = transfer.targets * transfer.pieces;
    return {name: `Arrived of ${transfer.name}`, value: transfer.arrived, max: all,
      text: percent(all > 0 ? transfer.arrived / all : 0)};
  }},
  {name: 'Have it', value: transfer => [`${count(transfer.complete)} of ${count(transfer.targets)}`,
    transfer.failed > 0 ? `${count(transfer.failed)} failed` : '']},
  {name: 'State', value: transfer => [transfer.state.toLowerCase(), transfer.director ? `by ${transfer.director}` : '']},
  {name: 'Begun', value: transfer => [`${time((Date.now() - Date.parse(transfer.created)) / 1000)} ago`, '']},
  {name: 'Actions', kind: 'buttons', value: transferActions},
]);

const targets = new Table(by('target-table'), target => target.terminal, [
  {name: 'Terminal', wide: true, value: target => [target.terminal, target.relays ? '' : 'a leaf']},
  {name: 'Pieces', kind: 'bar', value: target => ({name: `Pieces of ${target.terminal}`, value: target.pieces,
    max: target.all, text: `${count(target.pieces)} of ${count(target.all)}`})},
  {name: 'State', wide: true, value: target => [target.state.toLowerCase(), target.failure ?? '']},
  {name: 'Rate', value: target => [`${rate(target.downRate)} in`, `${rate(target.upRate)} out`]},
  {name: 'Fetches from', wide: true, value: target => [(target.feeds ?? []).map(feed => feed.from).join(', ') || '-', '']},
]);

const nodes = new Table(by('node-table'), node => node.id, [
  {name: 'Node', wide: true, value: node => [`${node.rank}. ${node.id}`, node.address]},
  {name: 'State', value: node => [node.state.toLowerCase(), node.relays ? '' : 'a leaf']},
  {name: 'Groups', value: node => node.groups.join(', ')},
  {name: 'Load', kind: 'bar', value: node => ({name: `Load of ${node.id}`, value: node.load, max: 1,
    text: percent(node.load)})},
  {name: 'Measured', value: node => [`${rate(node.uploadRate)} up, ${rate(node.downloadRate)} down`,
    `${Math.round(1000 * node.responseSeconds)} ms, ${percent(node.reliability)} well, ${time(node.measuredSeconds)} ago`]},
  {name: 'Heard', value: node => [`${time(node.heardSeconds)} ago`, '']},
  {name: 'Actions', kind: 'buttons', value: nodeActions},
]);

const FIGURES = [
  ['Running', facts => count(facts.transfers.filter(transfer => !isOver(transfer)).length)],
  ['Ended', facts => count(facts.transfers.filter(isOver).length)],
  ['Nodes', facts => count(facts.nodes.length)],
  ['Drained', facts => count(facts.nodes.filter(node => node.state === 'DRAINED').length)],
  ['Silent', facts => count(facts.nodes.filter(node => node.heardSeconds > SILENCE_SECONDS).length)],
  ['Main servers', facts => count(1 + facts.server.others.length)],
].map(([name, value]) => {
  const box = document.createElement('div');
  const term = document.createElement('dt');
  const shown = document.createElement('dd');
  term.textContent = name;
  box.append(term, shown);
  by('figures').append(box);
  return facts => {
    shown.textContent = value(facts);
  };
});

/** Shows a transfer from now on, and goes there. */
async function choose(id) {
  current = id;
  isChosen = true;
  await refresh();
  by('one').focus();
  by('one').scrollIntoView({block: 'start'});
}

async function showOne(list) {
  if (!isChosen || !list.some(transfer => transfer.id === current)) {
    current = (list.find(transfer => !isOver(transfer)) ?? list[0])?.id ?? null;
  }
  by('one').hidden = current === null;
  if (current === null) {
    return;
  }
  const detail = await get(`transfers/${encodeURIComponent(current)}`);
  const {transfer} = detail;
  by('one-heading').textContent = `${transfer.name} to ${transfer.group}`;
  by('one-facts').textContent = `${bytes(transfer.bytes)} in ${count(transfer.pieces)} pieces, `
    + `${transfer.planner}, ${transfer.state.toLowerCase()}, from ${detail.source}`;
  const missing = draw(by('tree'), detail);
  by('tree-cut').textContent = missing > 0 ? `${count(missing)} more have no room here.` : '';
  // Those that something is wrong with, or that are on their way, before those that have it.
  const order = ['FAILED', 'RECEIVING', 'ACKNOWLEDGED', 'SENT', 'WAITING', 'COMPLETE'];
  targets.show(detail.targets.map(target => ({...target, all: transfer.pieces}))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state)).slice(0, MOST_TARGETS));
}

async function refresh() {
  const [server, list, all] = await Promise.all([get('server'), get('transfers'), get('nodes')]);
  by('inside').hidden = false;
  by('door').hidden = true;
  FIGURES.forEach(update => update({server, transfers: list, nodes: all}));
  await showOne(list);
  transfers.show(list.slice(0, MOST_TRANSFERS), current);
  nodes.show(all);
  by('no-transfers').hidden = list.length > 0;
  by('no-nodes').hidden = all.length > 0;
  by('transfers-shown').textContent = list.length > MOST_TRANSFERS ? `${MOST_TRANSFERS} of ${count(list.length)} shown` : '';
  sayConnection(`Live, ${server.name}`, false);
}

function askForToken(why) {
  sayConnection(why, true);
  if (by('door').hidden) {
    by('inside').hidden = true;
    by('door').hidden = false;
    by('token').focus();
  }
}

async function live() {
  try {
    await refresh();
  } catch (e) {
    if (e instanceof Locked) {
      askForToken('A token is needed');
    } else {
      sayConnection(`No answer from the main server, trying again (${e.message})`, true);
    }
  }
  setTimeout(live, INTERVAL_MILLIS);
}

by('door').addEventListener('submit', event => {
  event.preventDefault();
  useToken(by('token').value);
  by('token').value = '';
  refresh().catch(e => sayConnection(e instanceof Locked ? 'That is another token' : e.message, true));
});
live();
