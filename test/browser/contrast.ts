/**
 * Looks through a page for what a person with weak eyes, or without, misses: text with too little contrast, and
 * what can be operated and has no name. Runs in the page; axe's rules on both, as far as this page needs them.
 */
import type { Page } from 'playwright-core';

/** @returns one line for each finding */
export function findAccessibilityProblems(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const problems = new Set<string>();
    const isShown = (element: Element) =>
      element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });

    type Colour = [red: number, green: number, blue: number, alpha: number];
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const toColour = (text: string): Colour => {
      if (canvas === null) return [0, 0, 0, 1];
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const mix = (over: Colour, under: Colour): Colour => {
      const part = (index: 0 | 1 | 2) => over[index] * over[3] + under[index] * (1 - over[3]);
      return [part(0), part(1), part(2), 1];
    };
    const readOpacity = (element: Element | null): number =>
      element === null ? 1 : Number(getComputedStyle(element).opacity) * readOpacity(element.parentElement);
    const readBackground = (element: Element | null): Colour => {
      if (element === null)
        return toColour(getComputedStyle(document.documentElement).colorScheme === 'dark' ? '#000' : '#fff');
      const own = toColour(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : mix(own, readBackground(element.parentElement));
    };
    const toLuminance = (colour: Colour) => {
      const part = (value: number) =>
        value <= 10.31 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
      return 0.2126 * part(colour[0]) + 0.7152 * part(colour[1]) + 0.0722 * part(colour[2]);
    };

    for (const element of document.querySelectorAll('body *')) {
      const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      const words = text
        .map((node) => node.textContent?.trim() ?? '')
        .join(' ')
        .trim();
      if (words === '' || !isShown(element) || element.closest('.line-numbers, noscript, script, style'))
        continue;
      const background = readBackground(element);
      const [red, green, blue, alpha] = toColour(getComputedStyle(element).color);
      const colour = mix([red, green, blue, alpha * readOpacity(element)], background);
      const [light = 0, dark = 0] = [toLuminance(colour), toLuminance(background)].sort((a, b) => b - a);
      const ratio = (light + 0.05) / (dark + 0.05);
      if (ratio < 4.5)
        problems.add(`contrast ${ratio.toFixed(2)}: ${element.className} "${words.slice(0, 20)}"`);
    }
    for (const element of document.querySelectorAll(
      'button, a[href], input, textarea, summary, [role="tab"]',
    )) {
      if (!isShown(element) || element.closest('[aria-hidden="true"]')) continue;
      const label = element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? '') : '';
      const name = element.getAttribute('aria-label') ?? `${element.textContent}${label}`;
      if (name.trim() === '') problems.add(`no name: ${element.outerHTML.slice(0, 80)}`);
      if (/\bicon$/.test(name)) problems.add(`named by an icon: ${name}`);
    }
    for (const tab of document.querySelectorAll('[role="tab"], button, a')) {
      if (tab.querySelector('a, button, input, [tabindex="0"]') !== null)
        problems.add(`nested: ${tab.className}`);
    }
    for (const list of document.querySelectorAll('[role="tablist"]')) {
      for (const inside of list.querySelectorAll('button:not([role="tab"]):not([aria-hidden="true"])')) {
        problems.add(`in a list of tabs: ${inside.className}`);
      }
    }
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    for (const id of ids.filter((id, index) => ids.indexOf(id) !== index))
      problems.add(`two of one id: ${id}`);
    return [...problems];
  });
}
