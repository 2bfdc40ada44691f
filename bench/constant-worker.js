/** What a request costs at the least: a Worker that returns a constant, of the size that the query asks for. */

const texts = new Map();

export default {
  async fetch(request) {
    await request.text();
    const bytes = Number(new URL(request.url).searchParams.get('bytes') ?? 0);
    if (!texts.has(bytes)) texts.set(bytes, `{"data":"${'x'.repeat(bytes)}"}`);
    return new Response(texts.get(bytes), { headers: { 'content-type': 'application/json' } });
  },
};
