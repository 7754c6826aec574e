import { Header } from './parts/header.tsx';
import { NoticeBar } from './parts/notice_bar.tsx';
import { StatusLine } from './parts/status_line.tsx';
import { Tiles } from './parts/tiles.tsx';
import { TokenDialog } from './parts/token_dialog.tsx';
import { route } from './state/route.ts';
import { Batch } from './views/batch.tsx';
import { Batches } from './views/batches.tsx';
import { Log } from './views/log.tsx';
import { Overview } from './views/overview.tsx';

/** The dashboard: what never goes away, and below it what the address names. */
export function Page() {
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <Header />
      <StatusLine />
      <Tiles />
      <main id="main" tabIndex={-1}>
        <View />
      </main>
      <NoticeBar />
      <TokenDialog />
    </>
  );
}

function View() {
  const shown = route.value;
  switch (shown.view) {
    case 'overview':
      return <Overview />;
    case 'batches':
      return <Batches />;
    case 'batch':
      return <Batch key={`${shown.generator}/${shown.batchId}`} shown={shown} />;
    case 'log':
      return <Log />;
  }
}
