// SPDX-License-Identifier: Apache-2.0
// What the page says to the valve. Addresses are relative, so the page works at any path.

const TIMEOUT_MILLIS = 10_000;
let token = '';

async function json(address, options) {
  const answer = await fetch(address, {
    ...options, cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(TIMEOUT_MILLIS),
  });
  const content = await answer.json();
  if (!answer.ok) {
    throw new Error(content.error);
  }
  return content;
}

/** The figures; what comes with them proves to the valve that an operation is asked for by this page. */
export async function status() {
  const figures = await json('status.json');
  token = figures.token;
  return figures;
}

export function history() {
  return json('history.json');
}

export function downloads(match, limit) {
  return json(`downloads.json?${new URLSearchParams({match, limit})}`);
}

/** Asks for an operation, such as 'downloads/7/cancel'; fails with what the valve says if it can't be. */
export function operate(operation, parameters = {}) {
  return json(operation, {
    method: 'POST', body: new URLSearchParams(parameters), headers: {'X-Spillway-Token': token},
  });
}
