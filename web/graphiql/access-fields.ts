/**
 * The fields for key and account. They live in this tab's session storage and nowhere else; how they are judged is
 * `access-hint.ts`'s business.
 */
import { type Access, describeAccess, toHeaders } from './access-hint.ts';

const keyName = 'gateway:key';
const accountName = 'gateway:account';

export interface AccessFields {
  headers(): Record<string, string>;
  /** @param refusal the code of the answer's refusal; null when it was none */
  showAnswer(refusal: string | null): void;
}

export function createAccessFields(page: Document, storage: Storage): AccessFields {
  const fields = page.querySelector<HTMLDetailsElement>('#access');
  const keyInput = page.querySelector<HTMLInputElement>('#access-key');
  const accountInput = page.querySelector<HTMLInputElement>('#access-account');
  const label = page.querySelector('#access-state');
  const hint = page.querySelector('#access-hint');
  if (fields === null || keyInput === null || accountInput === null || label === null || hint === null) {
    throw new Error('The page lacks its fields for key and account.');
  }
  keyInput.value = storage.getItem(keyName) ?? '';
  accountInput.value = storage.getItem(accountName) ?? '';

  const read = (): Access => ({ key: keyInput.value.trim(), account: accountInput.value.trim() });
  const show = (refusal: string | null) => {
    const state = describeAccess(read(), refusal);
    label.textContent = state.label;
    hint.textContent = state.hint;
    return state;
  };
  const store = () => {
    const { key, account } = read();
    storage.setItem(keyName, key);
    storage.setItem(accountName, account);
    show(null);
  };
  keyInput.addEventListener('input', store);
  accountInput.addEventListener('input', store);
  page.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') fields.open = false;
  });
  page.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !fields.contains(target)) fields.open = false;
  });
  show(null);

  return {
    headers: () => toHeaders(read()),
    showAnswer(refusal) {
      if (show(refusal).isIncomplete && refusal !== null) fields.open = true;
    },
  };
}
