import { header, IF_NONE_MATCH, notModified, operation } from '../openapi/operation.ts';

const FILE = { schema: { type: 'string' }, example: '…' };
const ETAG = header('Hash of the file.');
const NOT_MODIFIED = notModified(ETAG);

export const getPage = operation({
  id: 'getPage',
  tag: 'Reference',
  summary: 'The dashboard',
  description: 'Needs no token: it asks for it.',
  parameters: [IF_NONE_MATCH],
  answers: {
    200: { description: 'The page.', content: { 'text/html': FILE }, headers: { ETag: ETAG } },
    304: NOT_MODIFIED,
  },
  problems: ['not_found', 'dashboard_unavailable'],
});

export const getAsset = operation({
  id: 'getAsset',
  tag: 'Reference',
  summary: 'A file of the dashboard',
  description: 'Needs no token.',
  parameters: [
    {
      in: 'path',
      name: 'name',
      required: true,
      description: 'Name of the file, with a hash of what it holds.',
      schema: { type: 'string', examples: ['page-1a2b3c4d.js'] },
    },
    IF_NONE_MATCH,
  ],
  answers: {
    200: {
      description: 'The file. Its name never holds anything else.',
      content: { 'text/javascript': FILE, 'text/css': FILE },
      headers: { ETag: ETAG },
    },
    304: NOT_MODIFIED,
  },
  problems: ['not_found', 'dashboard_unavailable'],
});
