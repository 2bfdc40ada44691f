/** What the page is about: the branch, the days, and who asks. */
import type { ComponentChildren } from 'preact';
import { dayChoices, type View } from './view.ts';

export interface HeaderProps {
  readonly view: View;
  /** Those of the last answer, the busiest first. */
  readonly branches: readonly string[];
  readonly access: ComponentChildren;
  onView(view: View): void;
}

export function Header({ view, branches, access, onView }: HeaderProps) {
  const take = (text: string): void => {
    const branch = text.trim() || null;
    if (branch !== view.branch) onView({ ...view, branch });
  };
  return (
    <header>
      <p class="name">Checkly test sessions</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const field = event.currentTarget.elements.namedItem('branch');
          if (field instanceof HTMLInputElement) take(field.value);
        }}
      >
        <label for="branch">Branch</label>
        <input
          id="branch"
          name="branch"
          list="branches"
          autocomplete="off"
          spellcheck={false}
          placeholder="all"
          key={view.branch ?? ''}
          defaultValue={view.branch ?? ''}
          onChange={({ currentTarget }) => take(currentTarget.value)}
        />
        <datalist id="branches">
          {branches.map((branch) => (
            <option key={branch} value={branch} />
          ))}
        </datalist>
      </form>
      <fieldset>
        <legend>Days</legend>
        {dayChoices.map((days) => (
          <label key={days}>
            <input
              type="radio"
              name="days"
              value={days}
              checked={days === view.days}
              onChange={() => onView({ ...view, days })}
            />
            <span class="choice">{days}</span>
          </label>
        ))}
      </fieldset>
      {access}
    </header>
  );
}
