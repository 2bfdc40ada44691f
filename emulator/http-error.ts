// A refusal in upstream's own form: {statusCode, error, message}. Thrown by routes, turned into a Response once.

const reasonByStatus: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  409: 'Conflict',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export class HttpError extends Error {
  override name = 'HttpError';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

export interface ErrorBody {
  statusCode: number;
  error: string;
  message: string;
}

export function toErrorBody(status: number, message?: string): ErrorBody {
  const reason = reasonByStatus[status] ?? 'Error';
  return { statusCode: status, error: reason, message: message ?? reason };
}

export function toErrorResponse(error: HttpError): Response {
  return Response.json(toErrorBody(error.status, error.message), {
    status: error.status,
    headers: error.headers,
  });
}
