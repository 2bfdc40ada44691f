/**
 * Mends what GraphiQL's markup says to assistive technology: its tabs hold buttons, which a tab must not, its icons
 * carry the names of minified functions, and its fields have no names. Changes roles and names only. Delete closes
 * the tab that has focus.
 */

export function keepAccessible(root: Element): void {
  const mend = () => {
    for (const item of root.querySelectorAll('.graphiql-tab')) mendTab(item);
    for (const field of root.querySelectorAll('.graphiql-plugin :is(input, select)')) nameField(field);
    for (const title of root.querySelectorAll('button > svg > title, a > svg > title')) title.remove();
  };
  mend();
  new MutationObserver(mend).observe(root, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['aria-selected'],
  });
  root.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Delete') return;
    const tab = event.target instanceof Element ? event.target.closest('.graphiql-tab-button') : null;
    tab?.parentElement?.querySelector<HTMLButtonElement>('.graphiql-tab-close')?.click();
  });
}

function mendTab(item: Element): void {
  const button = item.querySelector('.graphiql-tab-button');
  if (item.getAttribute('role') !== 'none') item.setAttribute('role', 'none');
  const isSelected = item.getAttribute('aria-selected');
  if (button !== null && isSelected !== null) {
    button.setAttribute('role', 'tab');
    button.setAttribute('aria-selected', isSelected);
    // React writes it again when it changes, and not before.
    item.removeAttribute('aria-selected');
  }
  const close = item.querySelector('.graphiql-tab-close');
  if (close !== null && !close.hasAttribute('aria-hidden')) {
    close.setAttribute('aria-hidden', 'true');
    close.setAttribute('tabindex', '-1');
    button?.setAttribute('aria-keyshortcuts', 'Delete');
  }
}

/** The documentation's search, and in the explorer the operation's name and the values of arguments. */
function nameField(field: Element): void {
  if (field.hasAttribute('aria-label')) return;
  const argument = field.closest('[data-arg-name]')?.getAttribute('data-arg-name');
  const isSearch = field.closest('.graphiql-doc-explorer') !== null;
  field.setAttribute(
    'aria-label',
    argument ?? (isSearch ? 'Search the documentation' : 'Name of the operation'),
  );
}
