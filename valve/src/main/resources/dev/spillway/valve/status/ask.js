// SPDX-License-Identifier: Apache-2.0
// Nothing is done without a question. The dialog keeps the focus inside, and gives it back to the button that opened it.

const dialog = document.getElementById('ask');
const value = document.getElementById('ask-value');
let answered = null;

document.getElementById('ask-no').addEventListener('click', () => dialog.close(''));
dialog.addEventListener('close', () => answered(dialog.returnValue === 'yes' ? value.value : null));

/**
 * Asks for confirmation, and for a number if the question has one.
 *
 * @param question title, text, yes (the word on the button), and number with name, value, min and max, or nothing
 * @returns the number as text ('' without one), or null if the answer is no
 */
export function ask(question) {
  document.getElementById('ask-title').textContent = question.title;
  document.getElementById('ask-text').textContent = question.text;
  document.getElementById('ask-yes').textContent = question.yes;
  document.getElementById('ask-label').hidden = !question.number;
  value.required = Boolean(question.number);
  value.value = '';
  if (question.number) {
    document.getElementById('ask-name').textContent = question.number.name;
    value.min = question.number.min;
    value.max = question.number.max;
    value.value = question.number.value;
  }
  dialog.returnValue = '';
  dialog.showModal();
  (question.number ? value : document.getElementById('ask-no')).focus();
  return new Promise(resolve => {
    answered = resolve;
  });
}
