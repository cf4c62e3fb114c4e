// SPDX-License-Identifier: Apache-2.0
// Lines over time in an SVG element whose view box is WIDTH by HEIGHT.

const WIDTH = 600;
const HEIGHT = 120;
const NAMESPACE = 'http://www.w3.org/2000/svg';
const LEAST_SPAN_MILLIS = 60 * 1000;
export const MOST_SPAN_MILLIS = 10 * LEAST_SPAN_MILLIS;

/** A round number of at least this size, for the top of a scale; base is the step between units, 1000 or 1024. */
function top(value, base) {
  const unit = base ** Math.max(0, Math.floor(Math.log(value) / Math.log(base)));
  const power = 10 ** Math.floor(Math.log10(value / unit));
  return [1, 2, 5, 10].map(step => step * power * unit).find(step => step >= value);
}

function path(samples, key, now, span, scale) {
  return samples.map((sample, i) => {
    const x = WIDTH * (1 - (now - sample.time) / span);
    const y = HEIGHT - (HEIGHT - 4) * sample[key] / scale - 2;
    return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
  }).join('');
}

/** The time that plots show: as far back as there are samples, within bounds. */
export function span(samples, now) {
  const oldest = samples.length > 0 ? now - samples[0].time : 0;
  return Math.min(MOST_SPAN_MILLIS, Math.max(LEAST_SPAN_MILLIS, oldest));
}

/** Draws the keys of the samples, each as a line of the class key-line; returns the top of the scale. */
export function draw(svg, samples, keys, now, base) {
  const scale = top(Math.max(...samples.flatMap(sample => keys.map(key => sample[key])), 1), base);
  for (const key of keys) {
    let line = svg.querySelector(`.${key}-line`);
    if (!line) {
      line = document.createElementNS(NAMESPACE, 'path');
      line.setAttribute('class', `${key}-line`);
      svg.append(line);
    }
    line.setAttribute('d', path(samples, key, now, span(samples, now), scale));
  }
  return scale;
}
