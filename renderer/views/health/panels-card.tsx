import { memo } from 'react';
import { PanelChart } from '../../charts/panel-chart.tsx';
import type { HealthPanels, PanelRow } from '../../../main/contract/health.ts';
import { keepUnits, metricValue } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { VerdictMark } from '../../parts/verdict-mark.tsx';
import { healthPanels, useHealthFilter, useRefresh } from '../../stores/health.ts';
import { href } from '../../stores/router.ts';
import classes from './health.module.css';
import { groupPanels } from './words.ts';
import type { PanelGroup } from './words.ts';

/** Every metric over time with its alert lines. */
export const PanelsCard = memo(function PanelsCard() {
  const { filter } = useHealthFilter();
  const { answer, problem, loading, askAgain } = healthPanels.use(filter);
  useRefresh(askAgain);
  return (
    <Card title="Metrics and alert lines" aside={<Legend />}>
      {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && loading ? <Loading rows={6} label="Loading metrics" /> : null}
      {answer?.panels.length === 0 ? (
        <Empty title="Nothing was measured in this time">
          Metrics appear here while a release rolls out, and when applications send events about themselves.
        </Empty>
      ) : null}
      {answer === null ? null : groupPanels(answer.panels).map((group) => <Group key={group.key} group={group} answer={answer} />)}
    </Card>
  );
});

function Legend() {
  return (
    <span className={classes.legend} aria-hidden>
      <i data-line="mean" /> version <i data-line="previous" /> before <i data-line="yellow" /> yellow <i data-line="red" /> red
    </span>
  );
}

function Group({ group, answer }: { readonly group: PanelGroup; readonly answer: HealthPanels }) {
  return (
    <section className={classes.group} aria-label={group.title}>
      <h3 className={classes.groupHead}>
        {group.rolloutId === null ? group.title : <a href={href(`/rollouts/${encodeURIComponent(group.rolloutId)}`)}>{group.title}</a>}
        <span className={classes.quiet}>{group.versions}</span>
      </h3>
      <div className={classes.panels}>
        {group.panels.map((panel) => (
          <Panel key={panel.id} panel={panel} from={answer.from} to={answer.to} />
        ))}
      </div>
    </section>
  );
}

function Panel({ panel, from, to }: { readonly panel: PanelRow; readonly from: number; readonly to: number }) {
  const drawn = panel.release.length + panel.previous.length > 0;
  return (
    <div className={classes.panel} data-verdict={panel.verdict ?? 'none'}>
      <div className={classes.panelHead}>
        <span className={classes.panelTitle}>{panel.title}</span>
        <span className={classes.value}>{metricValue(panel.latest, panel.unit)}</span>
      </div>
      <div className={classes.panelNote}>
        <span className={classes.bounds} title={panel.bounds}>
          {panel.bounds === '' ? 'no alert line' : keepUnits(panel.bounds)}
        </span>
        <PanelState panel={panel} />
      </div>
      {drawn ? <PanelChart panel={panel} from={from} to={to} /> : <div className={classes.noChart}>No reading in this time</div>}
    </div>
  );
}

function PanelState({ panel }: { readonly panel: PanelRow }) {
  if (panel.verdict !== null && panel.verdict !== 'blind') return <VerdictMark kind={panel.verdict} />;
  return (
    <span className={classes.read}>
      {panel.verdict === 'blind' ? <VerdictMark kind="blind" /> : null}
      {panel.latestAt === null ? 'never read' : <RelativeTime at={panel.latestAt} />}
    </span>
  );
}
