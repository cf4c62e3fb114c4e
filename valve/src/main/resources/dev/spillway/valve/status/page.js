// SPDX-License-Identifier: Apache-2.0

import {ask} from './ask.js';
import {bytes, count, rate, time} from './format.js';
import {draw, MOST_SPAN_MILLIS, span} from './plot.js';
import {show} from './rows.js';
import * as server from './server.js';

const INTERVAL_MILLIS = 1000;
const MOST_ROWS = 200;
const HIGHEST_RATE = Number.MAX_SAFE_INTEGER;
const by = id => document.getElementById(id);
const said = by('said');
const match = by('match');
let samples = [];
let latest = null;

const FIGURES = [
  ['Waiting', figures => count(figures.waiting)],
  ['Active', figures => count(figures.active)],
  ['Rate', figures => rate(figures.rate)],
  ['Sent', figures => bytes(figures.sent)],
  ['Completed', figures => count(figures.ended.COMPLETED)],
  ['Ended otherwise', figures => count(figures.total - figures.waiting - figures.active - figures.ended.COMPLETED)],
  ['Refused', figures => count(figures.refused)],
  ['Open files', figures => count(figures.openFiles)],
].map(([name, value]) => {
  const box = document.createElement('div');
  const term = document.createElement('dt');
  const shown = document.createElement('dd');
  term.textContent = name;
  box.append(term, shown);
  by('figures').append(box);
  return figures => {
    shown.textContent = value(figures);
  };
});

function about(download) {
  return `${download.name} of ${download.client}`;
}

/** Asks, does it, and says how it went. */
async function operate(question, done, operation, parameters = () => ({})) {
  const answer = await ask(question);
  if (answer === null) {
    return;
  }
  try {
    await server.operate(operation, parameters(answer));
    said.textContent = done;
    await refresh();
  } catch (e) {
    said.textContent = `Not done: ${e.message}`;
  }
}

const ACTIONS = [
  {
    word: download => download.state === 'PAUSED' ? 'Resume' : 'Pause',
    run: download => {
      const [word, path] = download.state === 'PAUSED' ? ['Resume', 'resume'] : ['Pause', 'pause'];
      operate({title: `${word} this download?`, text: about(download), yes: word},
        `${word} of ${about(download)} is done.`, `downloads/${download.id}/${path}`);
    },
  },
  {
    word: () => 'Limit',
    run: download => operate({
      title: 'Limit the rate?', text: about(download), yes: 'Limit',
      number: {name: 'Bytes per second, 0 for none', value: download.limit, min: 0, max: HIGHEST_RATE},
    }, `The limit of ${about(download)} is changed.`, `downloads/${download.id}/limit`,
    value => ({bytesPerSecond: value})),
  },
  {
    word: () => 'Priority',
    run: download => operate({
      title: 'Change the priority?', text: about(download), yes: 'Change',
      number: {name: '0 to 9, the higher the sooner', value: download.priority, min: 0, max: 9},
    }, `The priority of ${about(download)} is changed.`, `downloads/${download.id}/priority`,
    value => ({priority: value})),
  },
  {
    word: () => 'Cancel',
    danger: true,
    run: download => operate({title: 'Cancel this download?', text: about(download), yes: 'Cancel the download'},
      `${about(download)} is cancelled.`, `downloads/${download.id}/cancel`),
  },
];

by('limit').addEventListener('click', () => operate({
  title: 'Limit all downloads together?', text: 'The limit holds at once, also for those that are running.', yes: 'Limit',
  number: {name: 'Bytes per second, 0 for none', value: latest.limits.rate, min: 0, max: HIGHEST_RATE},
}, 'The limit of all downloads is changed.', 'limits', value => ({rate: value})));

by('drain').addEventListener('click', () => operate(latest.draining
  ? {title: 'Take downloads again?', text: 'New downloads come to the manager as before.', yes: 'Take them'}
  : {title: 'Take no more downloads?', text: 'Those that run or wait go on to their end. Others are left to Tomcat.',
    yes: 'Drain'},
'It is done.', latest.draining ? 'endDrain' : 'drain'));

function plot() {
  const now = Date.now();
  samples = samples.filter(sample => now - sample.time <= MOST_SPAN_MILLIS);
  const last = samples.at(-1) ?? {rate: 0, active: 0, waiting: 0};
  by('rate-top').textContent = `top ${rate(draw(by('rate-plot'), samples, ['rate'], now, 1024))}`;
  by('queue-top').textContent = `top ${count(draw(by('queue-plot'), samples, ['active', 'waiting'], now, 1000))}`;
  for (const label of document.querySelectorAll('.span')) {
    label.textContent = `${time(span(samples, now) / 1000)} ago`;
  }
  by('rate-plot').setAttribute('aria-label', `Rate over time, now ${rate(last.rate)}`);
  by('queue-plot').setAttribute('aria-label',
    `Queue over time, now ${last.waiting} waiting and ${last.active} active`);
}

/** Those that send, each by itself; none if Tomcat's own JVM does. */
function showProcesses(processes) {
  by('processes').replaceChildren(...processes.map(process => {
    const line = document.createElement('li');
    line.textContent = `Process ${process.pid}: ${process.state.toLowerCase()}, ${count(process.active)} active, `
      + `${count(process.waiting)} waiting, ${rate(process.rate)}, ${bytes(process.sent)} sent`;
    return line;
  }));
  by('processes').hidden = processes.length === 0;
}

function sayConnection(text, isAlert) {
  const line = by('connection');
  if (line.textContent !== text) {
    line.textContent = text;
  }
  line.classList.toggle('alert', isAlert);
}

async function refresh() {
  const [figures, list] = await Promise.all([server.status(), server.downloads(match.value, MOST_ROWS)]);
  latest = figures;
  FIGURES.forEach(update => update(figures));
  showProcesses(figures.processes);
  samples.push({time: Date.now(), rate: figures.rate, active: figures.active, waiting: figures.waiting});
  plot();
  show(list.downloads, ACTIONS);
  by('empty').hidden = list.downloads.length > 0;
  by('shown').textContent = list.downloads.length < list.total ? `${list.downloads.length} of ${list.total} shown` : '';
  by('drain').textContent = figures.draining ? 'Take again' : 'Drain';
  by('drain').disabled = by('limit').disabled = false;
  sayConnection(figures.draining ? 'Draining: no more downloads are taken' : 'Live', figures.draining);
}

/** The clock of the server may be another one, so its samples are dated by how old they are. */
async function begin() {
  const past = await server.history();
  const offset = Date.now() - past.time;
  samples = past.samples.map(sample => ({...sample, time: sample.time + offset}));
}

async function live() {
  try {
    await refresh();
  } catch (e) {
    sayConnection(`No answer from the server, trying again (${e.message})`, true);
  }
  setTimeout(live, INTERVAL_MILLIS);
}

match.addEventListener('input', () => refresh().catch(() => {}));
begin().catch(() => {}).then(live);
