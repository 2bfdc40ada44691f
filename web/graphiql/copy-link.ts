/** The button that copies a link to the open tab. Puts the link into the address bar where it may not copy. */
import { readRememberedTab } from './remembered-tab.ts';
import { createShareLink } from './share-link.ts';

/** GraphiQL stores half a second after a change. */
const storedAfterMs = 600;
const shownForMs = 4_000;

export function setUpCopyLink(page: Document, storage: Storage): void {
  const button = page.querySelector<HTMLButtonElement>('#copy-link');
  const state = page.querySelector('#copy-state');
  button?.addEventListener('click', async () => {
    await new Promise((resolve) => setTimeout(resolve, storedAfterMs));
    const tab = readRememberedTab(storage) ?? { query: '', variables: '' };
    const link = createShareLink(location.href, tab);
    const said = await copy(link);
    if (state !== null) state.textContent = said;
    setTimeout(() => {
      if (state !== null) state.textContent = '';
    }, shownForMs);
  });
}

async function copy(link: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(link);
    return 'Copied';
  } catch {
    // Without https, or without permission.
    history.replaceState(null, '', link);
    return 'In the address bar';
  }
}
