// SPDX-License-Identifier: Apache-2.0
// What the page says to the main server. Addresses are relative, so the page works at any path.

const TIMEOUT_MILLIS = 10_000;
const KEPT = 'spillway-relay-token';

/** A token is wanted, or another one. */
export class Locked extends Error {}

/** Kept until the tab is closed. */
export function useToken(token) {
  sessionStorage.setItem(KEPT, token);
}

async function ask(method, path) {
  const headers = {'X-Spillway-Relay': 'page'};
  const token = sessionStorage.getItem(KEPT);
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  const answer = await fetch(`admin/${path}`, {
    method, headers, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(TIMEOUT_MILLIS),
  });
  if (answer.status === 204) {
    return null;
  }
  const content = await answer.json();
  if (answer.status === 401) {
    throw new Locked(content.error);
  }
  if (!answer.ok) {
    throw new Error(content.error);
  }
  return content;
}

export function get(path) {
  return ask('GET', path);
}

/** Asks for an operation, such as 'POST' of 'nodes/t1/drain'; fails with what the main server says if it can't be. */
export function operate(method, ...segments) {
  return ask(method, segments.map(encodeURIComponent).join('/'));
}
