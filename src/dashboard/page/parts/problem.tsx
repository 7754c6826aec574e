import { Refusal } from '../api/request.ts';

/** Why something cannot be shown: in the service's own words, if it has any. */
export function Problem({ error }: { error: Error }) {
  return (
    <p class="error" role="alert">
      {told(error)}
    </p>
  );
}

function told(error: Error): string {
  if (!(error instanceof Refusal)) return `${error.message}. It is asked for again once the service is back.`;
  return error.status === 401 ? 'The service wants a token.' : error.message;
}
