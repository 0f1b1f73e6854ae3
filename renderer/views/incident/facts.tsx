import type { IncidentDetail } from '../../../main/contract/incidents.ts';
import { atHead, count, duration, percent } from '../../format.ts';
import { Fact, Facts } from '../../parts/facts.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { useNow } from '../../stores/clock.ts';
import { lasted } from '../incidents/select.ts';
import { containmentOf, took } from './story.ts';

/** The numbers of an incident in one line. */
export function IncidentFacts({ detail }: { readonly detail: IncidentDetail }) {
  const now = useNow();
  const { incident, evidence } = detail;
  const containment = containmentOf(detail);
  const contained = containment.from !== null && containment.to !== null ? took(containment.to - containment.from) : null;
  return (
    <Facts>
      <Fact name="Opened">
        <RelativeTime at={incident.openedAt} />
      </Fact>
      <Fact name={incident.closedAt === null ? 'Open for' : 'Lasted'}>{duration(lasted(incident, now))}</Fact>
      <Fact name="Users affected">{evidence.usersAffected === null ? 'unknown' : count(evidence.usersAffected)}</Fact>
      <Fact name="Share then">{evidence.sharePercent === null ? 'unknown' : percent(evidence.sharePercent)}</Fact>
      <Fact name="Contained in">
        {contained ?? (containment.total === 0 ? 'nothing sent' : `${containment.confirmed} of ${containment.total} so far`)}
      </Fact>
      <Fact name="Targets">{evidence.targets.length === 0 ? 'none recorded' : atHead(evidence.targets.join(', '))}</Fact>
    </Facts>
  );
}
