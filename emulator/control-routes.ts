// The control side, under `/_emulator`: for tests and demos that reach the emulator over HTTP. Everything here
// is a method of the emulator too.

import {
  readErrorGroupInputs,
  readFaults,
  readResetOptions,
  readSessionInput,
  readSessionInputs,
} from './control-input.ts';
import type { Emulator } from './emulator.ts';
import { HttpError } from './http-error.ts';

export const controlPrefix = '/_emulator/';

/** @throws HttpError 400 or 404 */
export async function answerControl(emulator: Emulator, path: string, request: Request): Promise<Response> {
  const [resource = '', id] = path.slice(controlPrefix.length).split('/').map(decodePart);
  const action = `${request.method} ${resource}${id === undefined ? '' : '/:id'}`;
  switch (action) {
    case 'GET stats':
      return Response.json(emulator.stats());
    case 'POST reset':
      emulator.reset(readResetOptions(await readBody(request)));
      return Response.json({ reset: true });
    case 'POST sessions':
      return Response.json(
        { ids: emulator.addSessions(readSessionInputs(await readBody(request))) },
        { status: 201 },
      );
    case 'PATCH sessions/:id':
      if (!emulator.patchSession(id ?? '', readSessionInput(await readBody(request)))) {
        throw new HttpError(404, `There is no session ${id}.`);
      }
      return Response.json({ patched: id });
    case 'DELETE sessions/:id':
      if (!emulator.deleteSession(id ?? '')) throw new HttpError(404, `There is no session ${id}.`);
      return Response.json({ deleted: id });
    case 'POST error-groups':
      return Response.json(
        { ids: emulator.addErrorGroups(readErrorGroupInputs(await readBody(request))) },
        { status: 201 },
      );
    case 'DELETE error-groups/:id':
      if (!emulator.deleteErrorGroup(id ?? '')) throw new HttpError(404, `There is no error group ${id}.`);
      return Response.json({ deleted: id });
    case 'POST faults': {
      const faults = readFaults(await readBody(request));
      emulator.setFaults(faults);
      return Response.json({ faults: faults.length });
    }
    case 'DELETE keys/:id':
      emulator.revokeKey(id ?? '');
      return Response.json({ revoked: id });
    default:
      throw new HttpError(404, `The emulator has no ${request.method} ${path}.`);
  }
}

/** Undefined when there is none. */
async function readBody(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HttpError(400, `The body must be JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new HttpError(400, `The path holds a part that is not percent-encoded UTF-8: ${part}`);
  }
}
