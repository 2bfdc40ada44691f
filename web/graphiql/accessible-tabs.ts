/**
 * Mends what GraphiQL's markup says to assistive technology: its tabs hold buttons, which a tab must not, and its
 * icons carry the names of minified functions. Changes roles and names only. Delete closes the tab that has focus.
 */

export function keepTabsAccessible(root: Element): void {
  const mend = () => {
    for (const item of root.querySelectorAll('.graphiql-tab')) mendTab(item);
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
