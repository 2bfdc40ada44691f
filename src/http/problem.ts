/** A response that is not GraphQL's, in the form of its errors: clients read one form only. */
export function problem(
  status: number,
  code: string,
  message: string,
  extensions: Readonly<Record<string, string | number>> = {},
  headers: Readonly<Record<string, string>> = {},
): Response {
  const init = {
    status,
    headers: { 'cache-control': 'no-store', 'access-control-allow-origin': '*', ...headers },
  };
  return Response.json({ errors: [{ message, extensions: { code, ...extensions } }] }, init);
}
