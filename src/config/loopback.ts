/** Whether an address is one of this machine's own: where http is good enough and the emulator lives. */
export function isLoopback(url: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);
}
