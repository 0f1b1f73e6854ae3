import { writeFileSync } from 'node:fs';
import { planJsonSchema } from '../../main/core/plan/index.ts';

/** Writes the published grammar of plan files. Run it after a change of the grammar, then format. */
writeFileSync(
  new URL('../../resources/plans/tidegate-plan.schema.json', import.meta.url),
  `${JSON.stringify(planJsonSchema(), null, 2)}\n`,
);
