/** What a call to upstream costs at the least: a Worker that returns upstream's bytes, and looks at none of them. */

export default {
  async fetch(request, env) {
    await request.text();
    const { body, status } = await fetch(`${env.CHECKLY_API_URL}/v1/test-sessions?limit=20`, {
      headers: {
        authorization: request.headers.get('authorization'),
        'x-checkly-account': request.headers.get('x-checkly-account'),
      },
    });
    return new Response(body, { status, headers: { 'content-type': 'application/json' } });
  },
};
