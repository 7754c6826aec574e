/** Addresses of all views of the dashboard, each with the test id of what is there once it has loaded. */
export function viewsWith(batchId: string): readonly (readonly [hash: string, content: string])[] {
  const batch = `#/batches/driver/${batchId}`;
  return [
    ['#/', 'readout'],
    ['#/batches', 'batch-list'],
    [batch, 'line'],
    [`${batch}/defects`, 'line'],
    [`${batch}/raw`, 'hex'],
    [`${batch}/metadata`, 'metadata'],
    ['#/log', 'log-rows'],
  ];
}
