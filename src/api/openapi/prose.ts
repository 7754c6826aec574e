/** What the document says of the API as a whole. */
export const PROSE = {
  info: {
    title: 'Tachograph',
    summary: 'Synthetic fleet data in small file batches, exactly on the second, with known defects.',
    description: [
      'Ask it with curl and jq: nothing but `POST /api/clean` deletes anything, and that only after `POST /api/pause`.',
      'Fields are in snake_case, times in ISO 8601 in UTC with ms and `Z`; the names of other numbers say their unit: `_ms`, `_us`, `_seconds`, `bytes`. What is not known, or was never tried, is `null`, never 0. Fields may be added; those that are there stay.',
      'Errors are `application/problem+json` (RFC 9457): `error` is a code for programs, `detail` says what was given, what it must be and the way out. A path that there is not answers 404 `not_found`; a method that a path does not take answers 405 `method_not_allowed` and lists in `Allow` those it takes. HEAD answers as GET does, without the body. Bodies are read as what they are here, whatever `Content-Type` says.',
      'With `TACHOGRAPH_API_TOKEN` set, requests show the token as `Authorization: Bearer`; without it, they ask for localhost or another name that the service knows. Other web pages may change nothing either way.',
    ].join('\n\n'),
    license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/', description: 'This service.' }],
  securitySchemes: {
    token: {
      type: 'http',
      scheme: 'bearer',
      description:
        'The token in `TACHOGRAPH_API_TOKEN` of the service, where it has one. A WebSocket may offer the subprotocol `tachograph.bearer.<base64url of the token, without padding>` beside `tachograph`.',
    },
  },
};
