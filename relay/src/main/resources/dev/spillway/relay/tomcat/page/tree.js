// SPDX-License-Identifier: Apache-2.0
// A transfer as a tree in an SVG element: from left to right, the source first. Names only ever become text.

import {rate} from './format.js';

const NAMESPACE = 'http://www.w3.org/2000/svg';
const SOURCE = 'source';
const MOST_NODES = 400;
const WIDTH = 190;
const HEIGHT = 36;
const COLUMN = WIDTH + 70;
const ROW = HEIGHT + 10;
const EDGE = 12;
const LONGEST_NAME = 22;
const WIDEST_LINE = 5;

function make(name, attributes, text = '') {
  const created = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    created.setAttribute(key, value);
  }
  created.textContent = text;
  return created;
}

/**
 * Who has got the file from whom, the source as the root. Where nodes have most of their pieces from each other, the one that
 * has most is put below the source.
 */
export function grow(detail) {
  const byParent = Map.groupBy(detail.targets, target => target.parent ?? '');
  const left = new Set(detail.targets);
  const root = {name: SOURCE, children: []};
  const add = (parent, first) => {
    const open = [[parent, first]];
    while (open.length > 0) {
      const [above, target] = open.shift();
      if (left.delete(target)) {
        const node = {name: target.terminal, target, children: []};
        above.children.push(node);
        (byParent.get(target.terminal) ?? []).forEach(child => open.push([node, child]));
      }
    }
  };
  (byParent.get(SOURCE) ?? []).forEach(target => add(root, target));
  while (left.size > 0) {
    add(root, [...left].reduce((best, target) => target.pieces > best.pieces ? target : best));
  }
  return root;
}

/** Gives every node its place, leaves one below the other and the others beside the middle of their children; returns all. */
function place(root) {
  const all = [];
  let row = 0;
  const visit = (node, depth) => {
    node.x = EDGE + depth * COLUMN;
    all.push(node);
    node.children.forEach(child => visit(child, depth + 1));
    node.y = node.children.length === 0
      ? EDGE + row++ * ROW
      : (node.children[0].y + node.children.at(-1).y) / 2;
  };
  visit(root, 0);
  return all;
}

/** The first of them, no child without its parent. */
function cut(root, most) {
  let count = 1;
  const open = [root];
  while (open.length > 0) {
    const node = open.shift();
    node.children = node.children.slice(0, Math.max(0, most - count));
    count += node.children.length;
    open.push(...node.children);
  }
}

function line(from, to, className, width) {
  const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
  // A line that goes back goes around.
  const bend = x2 > x1 ? (x2 - x1) / 2 : COLUMN / 2;
  const path = make('path', {
    class: className, d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`,
  });
  path.style.strokeWidth = width.toFixed(1);
  return path;
}

function short(name) {
  const letters = [...name];
  return letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME - 1).join('')}…` : name;
}

function box(node, pieces, sourceRate) {
  const {target} = node;
  const group = make('g', {class: target?.state ?? SOURCE});
  group.append(make('rect', {class: 'node', x: node.x, y: node.y, width: WIDTH, height: HEIGHT, rx: 5}));
  let below = `${rate(sourceRate)} out`;
  let whole = `${node.name}: ${below}`;
  if (target) {
    const share = pieces > 0 ? target.pieces / pieces : Number(target.state === 'COMPLETE');
    group.append(make('rect', {class: 'have', x: node.x, y: node.y, width: WIDTH * share, height: HEIGHT, rx: 5}));
    below = target.state === 'RECEIVING' || target.upRate > 0
      ? `${Math.floor(100 * share)} %, ${rate(target.downRate)} in, ${rate(target.upRate)} out`
      : target.state.toLowerCase();
    whole = `${node.name}: ${target.state.toLowerCase()}, ${target.pieces} of ${pieces} pieces, `
      + `${rate(target.downRate)} in, ${rate(target.upRate)} out${target.failure ? `, ${target.failure}` : ''}`;
  }
  group.append(make('title', {}, whole),
    make('text', {x: node.x + 8, y: node.y + 15}, short(node.name)),
    make('text', {x: node.x + 8, y: node.y + 29, class: 'small'}, below));
  return group;
}

/** Draws a transfer; returns how many of its nodes had no room. */
export function draw(svg, detail) {
  const root = grow(detail);
  cut(root, MOST_NODES);
  const nodes = place(root);
  const byName = new Map(nodes.map(node => [node.name, node]));
  const parents = nodes.flatMap(node => node.children.map(child => line(node, child, 'parent', 1)));
  const feeds = nodes.flatMap(node => (node.target?.feeds ?? [])
    .filter(feed => feed.rate > 0 && byName.has(feed.from))
    .map(feed => ({from: byName.get(feed.from), to: node, rate: feed.rate})));
  const fastest = Math.max(...feeds.map(feed => feed.rate), 1);
  const width = Math.max(...nodes.map(node => node.x)) + WIDTH + EDGE;
  const height = Math.max(...nodes.map(node => node.y)) + HEIGHT + EDGE;
  svg.style.width = `${width}px`;
  svg.style.height = `${height}px`;
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('aria-label', `Tree of ${detail.transfer.name}: ${detail.transfer.complete} of `
    + `${detail.transfer.targets} terminals have it, ${detail.transfer.failed} failed`);
  svg.replaceChildren(...parents,
    ...feeds.map(feed => line(feed.from, feed.to, 'feed', 1 + (WIDEST_LINE - 1) * feed.rate / fastest)),
    ...nodes.map(node => box(node, detail.transfer.pieces, detail.sourceRate)));
  return detail.targets.length - (nodes.length - 1);
}
