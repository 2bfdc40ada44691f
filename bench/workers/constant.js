/** What a request costs at the least: a Worker that answers with a constant, of the size that the address asks for. */

let text = '';

export default {
  async fetch(request) {
    await request.text();
    const bytes = Number(new URL(request.url).searchParams.get('bytes') ?? 0);
    if (text.length !== bytes) text = `{"data":"${'x'.repeat(Math.max(0, bytes - 11))}"}`;
    return new Response(text, { headers: { 'content-type': 'application/json' } });
  },
};
