import { render } from 'preact';
import { Page } from './page.tsx';
import { followService } from './state/follow.ts';
import { startGrades } from './state/grade.ts';
import { startHealth } from './state/health.ts';
import { startLog } from './state/log.ts';
import { startRouting } from './state/route.ts';
import { startTheme } from './state/theme.ts';
import { startTicker } from './state/ticker.ts';

startTheme();
startRouting();
startTicker();
startHealth();
startGrades();
startLog();
void followService();
render(<Page />, document.getElementById('page')!);
