// SPDX-License-Identifier: Apache-2.0
// Lines over time in an SVG element whose view box is WIDTH by HEIGHT.

const WIDTH = 600;
const HEIGHT = 120;
const NAMESPACE = 'http://www.w3.org/2000/svg';
export const SPAN_MILLIS = 10 * 60 * 1000;

/** A round number of at least this size, for the top of a scale. */
function top(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value);
}

function path(samples, key, now, scale) {
  return samples.map((sample, i) => {
    const x = WIDTH * (1 - (now - sample.time) / SPAN_MILLIS);
    const y = HEIGHT - (HEIGHT - 4) * sample[key] / scale - 2;
    return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
  }).join('');
}

/** Draws the keys of the samples, each as a line of the class key-line; returns the top of the scale. */
export function draw(svg, samples, keys, now) {
  const scale = top(Math.max(...samples.flatMap(sample => keys.map(key => sample[key])), 1));
  for (const key of keys) {
    let line = svg.querySelector(`.${key}-line`);
    if (!line) {
      line = document.createElementNS(NAMESPACE, 'path');
      line.setAttribute('class', `${key}-line`);
      svg.append(line);
    }
    line.setAttribute('d', path(samples, key, now, scale));
  }
  return scale;
}
