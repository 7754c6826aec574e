import { connection, retryNow } from '../state/connection.ts';
import { health } from '../state/health.ts';
import { errorsUnseen } from '../state/log.ts';
import { route } from '../state/route.ts';
import { nowMs } from '../state/ticker.ts';
import { Controls } from './controls.tsx';
import { ThemeChoice } from './theme_choice.tsx';

const LINKS = [
  { view: 'overview', href: '#/', text: 'Overview' },
  { view: 'batches', href: '#/batches', text: 'Batches' },
  { view: 'log', href: '#/log', text: 'Log' },
] as const;

export function Header() {
  return (
    <header class="header">
      <h1>Tachograph</h1>
      <nav aria-label="Views">
        {LINKS.map(({ view, href, text }) => (
          <a key={view} href={href} aria-current={isCurrent(view) ? 'page' : undefined}>
            {text}
            {view === 'log' && <ErrorCount />}
          </a>
        ))}
      </nav>
      <div class="badges">
        <ModeBadge />
        <StatusBadge />
        <ConnectionBadge />
      </div>
      <Controls />
      <ThemeChoice />
    </header>
  );
}

/** How many errors the log holds that nobody has looked at. */
function ErrorCount() {
  const unseen = errorsUnseen.value;
  if (unseen === 0) return null;
  return (
    <span class="error-count" data-testid="errors-unseen">
      {unseen > 99 ? '99+' : unseen}
      <span class="hidden"> {unseen === 1 ? 'new error' : 'new errors'}</span>
    </span>
  );
}

function isCurrent(view: string): boolean {
  const shown = route.value.view;
  return shown === view || (view === 'batches' && shown === 'batch');
}

function ModeBadge() {
  const mode = health.value?.generation_mode;
  return (
    <span class="badge is-mode" data-testid="mode">
      {mode ?? 'mode …'}
    </span>
  );
}

/** Says what it shows in words; the colour only repeats it. */
function StatusBadge() {
  const isLive = connection.value.kind === 'live';
  const status = isLive ? (health.value?.status ?? 'unknown') : 'unknown';
  return (
    <span class={`badge is-status is-${status}`} data-testid="status">
      {status}
    </span>
  );
}

function ConnectionBadge() {
  const { value } = connection;
  if (value.kind !== 'gone') {
    const text = { connecting: 'connecting', live: 'live', locked: 'token required' }[value.kind];
    return (
      <span class={`badge is-${value.kind}`} data-testid="connection">
        {text}
      </span>
    );
  }
  const seconds = Math.max(0, Math.ceil((value.retryMs - nowMs.value) / 1000));
  return (
    <span class="badge is-gone" data-testid="connection">
      no connection, next try in {seconds} s
      <button type="button" class="link" onClick={retryNow}>
        Try now
      </button>
    </span>
  );
}
