import { operation } from '../openapi/operation.ts';

export const getMetrics = operation({
  id: 'getMetrics',
  tag: 'Probes',
  summary: 'Metrics for Prometheus',
  description:
    'Counters of this process: batches, records and defects by kind, gaps; histograms of lateness and of generation, in seconds; gauges of what is due, of followers and of free space, in bytes.',
  answers: {
    200: {
      description: 'Metrics in the text format 0.0.4.',
      content: {
        'text/plain': {
          schema: { type: 'string' },
          example: 'tachograph_batches_total{generator="driver",mode="emulated"} 42\n',
        },
      },
    },
  },
  problems: ['storage_failed'],
});
