/** The fields for key and account. They live in this tab's session storage, which GraphiQL's page shares, and nowhere else. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AccessState, Access as AccessValue } from '../graphiql/access-hint.ts';

const keyName = 'gateway:key';
const accountName = 'gateway:account';

export function readAccess(storage: Storage): AccessValue {
  return { key: storage.getItem(keyName) ?? '', account: storage.getItem(accountName) ?? '' };
}

export function storeAccess(storage: Storage, { key, account }: AccessValue): void {
  storage.setItem(keyName, key);
  storage.setItem(accountName, account);
}

export interface AccessProps {
  readonly access: AccessValue;
  readonly state: AccessState;
  /** The last answer was refused: the fields open by themselves. */
  readonly isRefused: boolean;
  /** Called when a field is left or the form is sent, not at each letter: each change asks anew. */
  onChange(access: AccessValue): void;
}

export function Access({ access, state, isRefused, onChange }: AccessProps) {
  const [typed, setTyped] = useState(access);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (isRefused && details.current !== null) details.current.open = true;
  }, [isRefused]);
  const take = (event: Event): void => {
    event.preventDefault();
    const next = { key: typed.key.trim(), account: typed.account.trim() };
    if (next.key !== access.key || next.account !== access.account) onChange(next);
  };
  const close = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape' && details.current !== null) details.current.open = false;
  };
  return (
    <details class="access" ref={details} onKeyDown={close}>
      <summary>{state.label}</summary>
      <form onSubmit={take}>
        <label for="access-key">Checkly API key, or gateway token</label>
        <input
          id="access-key"
          type="password"
          autocomplete="off"
          spellcheck={false}
          placeholder="cu_… sv_… gw_…"
          value={typed.key}
          onInput={({ currentTarget }) => setTyped({ ...typed, key: currentTarget.value })}
          onBlur={take}
        />
        <label for="access-account">Account id</label>
        <input
          id="access-account"
          autocomplete="off"
          spellcheck={false}
          placeholder="00000000-0000-…"
          value={typed.account}
          onInput={({ currentTarget }) => setTyped({ ...typed, account: currentTarget.value })}
          onBlur={take}
        />
        <p role="status">{state.hint}</p>
        <button type="submit">Ask with this key</button>
        <p>
          Make a key under{' '}
          <a href="https://app.checklyhq.com/settings/user/api-keys" target="_blank" rel="noreferrer">
            User Settings › API keys
          </a>
          . Both stay in this tab, are sent with each query, and are gone when the tab is closed.
        </p>
      </form>
    </details>
  );
}
