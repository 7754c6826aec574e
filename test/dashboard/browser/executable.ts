/** The browser that is driven. */
export const EXECUTABLE = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** It runs without a screen and without rights of its own, and asks nobody for anything. */
export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
