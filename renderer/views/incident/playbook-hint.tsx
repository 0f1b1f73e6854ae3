import { atHead } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { playbookList } from '../../stores/playbooks.ts';
import { href } from '../../stores/router.ts';
import { playbookPath } from './playbook-path.ts';
import classes from './response.module.css';

/** Suggested playbooks shown beside the incident. */
const shown = 2;

/** The playbooks that fit what broke, each one press away. */
export function PlaybookHint({ incidentId }: { readonly incidentId: string }) {
  const { answer } = playbookList.use({ incidentId });
  const fits = answer?.rows.filter((row) => row.suggested || row.done > 0).slice(0, shown) ?? [];
  if (fits.length === 0) return null;
  return (
    <Card title="Suggested playbooks">
      {fits.map((row) => (
        <CardRow key={row.name} className={classes.hint}>
          <div>
            <a href={href(playbookPath(incidentId, row.name))}>{row.title}</a>
            <div className={classes.why}>
              {row.why === '' ? '' : `${atHead(row.why)}. `}
              {row.done} of {row.steps} steps done
            </div>
          </div>
        </CardRow>
      ))}
    </Card>
  );
}
